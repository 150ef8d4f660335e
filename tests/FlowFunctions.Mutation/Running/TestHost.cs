using System.Globalization;
using System.Reflection;
using FlowFunctions.Mutation.Compiling;
using Xunit.Runner.Common;
using Xunit.Sdk;
using Xunit.v3;

namespace FlowFunctions.Mutation.Running;

/// <summary>
/// A process that has the tests and the mutants loaded, and runs the one against the other as its standard input asks: code that is
/// compiled once, not once a mutant.
/// Tests of the whole application are left out: starts would take most of the time.
/// </summary>
internal sealed class TestHost
{
    private readonly Assembly _tests;
    private readonly FieldInfo? _on;
    private readonly bool[] _reached;
    private readonly bool[] _initial;
    private readonly Dictionary<string, IXunitTestCase> _cases = new(StringComparer.Ordinal);
    private IXunitTestAssembly? _assembly;

    private TestHost(Assembly tests, Assembly product)
    {
        _tests = tests;
        var switches = product.GetType(SwitchSource.TypeName);
        _on = switches?.GetField("On");
        _reached = (bool[]?)switches?.GetField("Reached")!.GetValue(null) ?? [];
        _initial = (bool[]?)switches?.GetField("Initial")!.GetValue(null) ?? [];
    }

    /// <param name="tests">The test assembly's name.</param>
    /// <param name="product">The assembly's name that has the mutants.</param>
    /// <param name="filters">See <see cref="Matches"/>.</param>
    /// <param name="input">Commands, one a line.</param>
    /// <param name="output">Answers, one or more lines for each.</param>
    public static async Task RunAsync(string tests, string product, string[] filters, TextReader input, TextWriter output)
    {
        Xunit.TestContext.SetForInitialization(diagnosticMessageSink: null, diagnosticMessages: false, internalDiagnosticMessages: false);
        var host = new TestHost(Assembly.Load(tests), Assembly.Load(product));
        await host.DiscoverAsync(filters);
        await output.WriteLineAsync("ready");
        while (await input.ReadLineAsync() is { } line)
        {
            var words = line.Split('\t');
            if (words[0] is "cover")
            {
                await host.CoverAsync(output);
            }
            else
            {
                await output.WriteLineAsync(await host.TryAsync(int.Parse(words[1], CultureInfo.InvariantCulture), words[2].Split(',')));
            }
        }
    }

    /// <summary>
    /// Whether a test class's full name is asked for: it begins with a filter, or has it within where the filter begins with a star; and
    /// none that begins with a minus matches.
    /// </summary>
    public static bool Matches(string name, IReadOnlyCollection<string> filters)
    {
        bool Is(string filter) =>
            filter.StartsWith('*') ? name.Contains(filter[1..], StringComparison.Ordinal)
            : name.StartsWith(filter, StringComparison.Ordinal);
        return filters.Any(filter => !filter.StartsWith('-') && Is(filter))
            && !filters.Any(filter => filter.StartsWith('-') && Is(filter[1..]));
    }

    private async Task DiscoverAsync(string[] filters)
    {
        var discoverer = (XunitTestFrameworkDiscoverer)ExtensibilityPointFactory.GetTestFramework(_tests).GetDiscoverer(_tests);
        var types = _tests.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && Matches(type.FullName!, filters))
            .ToArray();
        await discoverer.Find(
            found =>
            {
                if (found.Traits.TryGetValue("Needs", out var needs) && needs.Contains("App"))
                {
                    return new ValueTask<bool>(true);
                }

                // The framework's own ids hold the assembly's path, which differs from process to process.
                var number = 0;
                while (!_cases.TryAdd($"{found.TestClassName}.{found.TestMethodName}#{number}", (IXunitTestCase)found))
                {
                    number++;
                }

                return new ValueTask<bool>(true);
            },
            TestFrameworkOptions.ForDiscovery(
                new TestAssemblyConfiguration { PreEnumerateTheories = true, SynchronousMessageReporting = true }),
            types,
            CancellationToken.None);
        _assembly = discoverer.TestAssembly;
    }

    // A line for each test: its id, milliseconds, whether it passed, its class, its name, the mutants that it reaches, and why it failed; then
    // those mutants that run before tests, or once.
    private async Task CoverAsync(TextWriter output)
    {
        var beforeTests = TakeReached();
        foreach (var id in beforeTests)
        {
            _initial[id] = true;
        }

        foreach (var (id, found) in _cases)
        {
            var look = await RunAsync([id]);
            string[] words =
            [
                "case", id, look.Elapsed.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture), $"{look.Failed is null}",
                found.TestClassName, NameOf(found), string.Join(',', TakeReached()), OnOneLine(look.Reason),
            ];
            await output.WriteLineAsync(string.Join('\t', words));
        }

        await output.WriteLineAsync($"end\t{string.Join(',', Enumerable.Range(0, _initial.Length).Where(id => _initial[id]))}");
    }

    private static string NameOf(IXunitTestCase found) => OnOneLine(found.TestCaseDisplayName);

    private static string OnOneLine(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');

    private List<int> TakeReached()
    {
        var ids = Enumerable.Range(0, _reached.Length).Where(id => _reached[id]).ToList();
        Array.Clear(_reached);
        return ids;
    }

    // A test that fails still when nothing is changed tells of what an earlier mutant left behind.
    private async Task<string> TryAsync(int id, string[] cases)
    {
        _on?.SetValue(null, id);
        var look = await RunAsync(cases);
        _on?.SetValue(null, 0);
        if (look.Failed is not { } failed)
        {
            return "passed";
        }

        var isByMutant = _on is null || (await RunAsync([failed])).Failed is null;
        return isByMutant ? $"failed\t{NameOf(_cases[failed])}" : "stale";
    }

    private async Task<Look> RunAsync(string[] cases)
    {
        var look = new Look(cases.ToDictionary(id => _cases[id].UniqueID, StringComparer.Ordinal), cases[0]);
        var options = TestFrameworkOptions.ForExecution(
            new TestAssemblyConfiguration { SynchronousMessageReporting = true, ParallelizeTestCollections = false, MaxParallelThreads = 1 });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await XunitTestAssemblyRunner.Instance.Run(_assembly!, [.. cases.Select(id => _cases[id])], look, options, CancellationToken.None);
        look.Elapsed = watch.Elapsed;
        return look;
    }

    /// <summary>Notes the first failure, and ends the run there.</summary>
    private sealed class Look(Dictionary<string, string> ids, string first) : IMessageSink
    {
        public string? Failed { get; private set; }

        /// <summary>Why; empty where none failed.</summary>
        public string Reason { get; private set; } = "";

        public TimeSpan Elapsed { get; set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is IErrorMetadata error && Reason.Length == 0)
            {
                Reason = string.Join(' ', error.Messages);
            }

            if (message is ITestFailed failed)
            {
                Failed ??= ids.GetValueOrDefault(failed.TestCaseUniqueID, first);
            }
            else if (message is IErrorMessage or ITestClassCleanupFailure or ITestCleanupFailure or ITestCaseCleanupFailure
                or ITestCollectionCleanupFailure)
            {
                Failed ??= first;
            }

            return Failed is null;
        }
    }
}
