using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Mutation.Compiling;

namespace FlowFunctions.Mutation.Running;

/// <summary>A <see cref="TestHost"/> from outside: a process that is asked, waited for, and ended when it takes too long.</summary>
internal sealed class HostProcess : IDisposable
{
    // A gigabyte: a mutant that collects for ever ends as out of memory, and the machine does not.
    private const string HeapLimit = "0x40000000";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    /// <summary>Whether it has run a mutant.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Starts a host in a copy of the test project's output; null where it ends, or is not ready in time: a mutant that is on from
    /// the start can do that.</summary>
    public static async Task<HostProcess?> StartAsync(TestSet tests, string folder, int mutant, TimeSpan limit)
    {
        string[] arguments =
        [
            "exec",
            "--depsfile", Path.Combine(folder, $"{tests.Assembly}.deps.json"),
            "--runtimeconfig", Path.Combine(folder, $"{tests.Assembly}.runtimeconfig.json"),
            Path.Combine(folder, "FlowFunctions.Mutation.dll"), "--host", tests.Assembly, tests.Product, .. tests.Filters,
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.Environment[SwitchSource.Variable] = mutant.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { /* A test may write there; what matters is asked for. */ };
        process.BeginErrorReadLine();
        var answer = await new HostProcess(process).AnswerAsync(limit);
        if (answer is "ready")
        {
            return new HostProcess(process);
        }

        End(process);
        return null;
    }

    /// <summary>What the tests reach; takes as long as they take.</summary>
    /// <exception cref="InvalidOperationException">The tests do not come to their end, though nothing is changed.</exception>
    public async Task<Coverage> CoverAsync(TimeSpan limit)
    {
        await _process.StandardInput.WriteLineAsync("cover");
        var cases = new List<CoveredCase>();
        while (await AnswerAsync(limit) is { } line)
        {
            var words = line.Split('\t');
            if (words[0] is "end")
            {
                return new Coverage(cases, Ids(words[1]));
            }

            cases.Add(new CoveredCase(
                words[1],
                TimeSpan.FromMilliseconds(double.Parse(words[2], CultureInfo.InvariantCulture)),
                words[3] is "True",
                words[4],
                words[5],
                Ids(words[6]),
                words[7]));
        }

        throw new InvalidOperationException(
            $"The tests ended or hung after {cases.LastOrDefault()?.Name ?? "none"}, with nothing changed.");
    }

    /// <summary>Runs test cases against a mutant until one fails.</summary>
    public async Task<Verdict> TryAsync(int mutant, IEnumerable<string> cases, TimeSpan limit)
    {
        IsUsed = true;
        if (_process.HasExited)
        {
            return Verdict.Crashed;
        }

        await _process.StandardInput.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"try\t{mutant}\t{string.Join(',', cases)}"));
        var answer = await AnswerAsync(limit);
        return answer switch
        {
            "passed" => Verdict.Survived,
            "stale" => Verdict.Stale,
            not null => Verdict.Killed,
            null when _process.HasExited => Verdict.Crashed,
            null => Verdict.TimedOut,
        };
    }

    public void Dispose() => End(_process);

    // Null where the process has ended, or has worked for so long and said nothing. A loaded machine makes it wait, but not work more; one
    // that only waits, for a lock or a clock, gets ten times as long.
    private async Task<string?> AnswerAsync(TimeSpan limit)
    {
        var answer = _process.StandardOutput.ReadLineAsync();
        var watch = Stopwatch.StartNew();
        var before = _process.TotalProcessorTime;
        while (await Task.WhenAny(answer, Task.Delay(Glance)) != answer)
        {
            _process.Refresh();
            if (!_process.HasExited && (_process.TotalProcessorTime - before > limit || watch.Elapsed > limit * 10))
            {
                return null;
            }
        }

        if (await answer is { } line)
        {
            return line;
        }

        await _process.WaitForExitAsync();
        return null;
    }

    private static HashSet<int> Ids(string list) =>
        list.Length == 0 ? [] : [.. list.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
