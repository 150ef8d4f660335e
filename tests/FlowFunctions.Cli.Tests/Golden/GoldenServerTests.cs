using System.Globalization;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Tests.EndToEnd;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Golden;

/// <summary>
/// What the verbs that start a server write on a terminal and in a pipe. Times, addresses and ids are signs in the records; how far a step is when it is looked at is the machine's affair, so of
/// the steps the records have how each ended.
/// </summary>
[Needs(Need.App)]
public sealed partial class GoldenServerTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly (string Pattern, string Sign)[] Varying =
    [
        (@"\b[0-9a-f]{32}\b", "(id)"),
        ("^Storage: .*", "Storage: (an emulator)"),
        (@"http://127\.0\.0\.1:\d+", "http://address"),
        (@"#code=[\w-]+", "#code=(code)"),
        (@"\d{4}-\d\d-\d\dT[\d:.]+Z", "(instant)"),
        (@"\b\d+(\.\d+)? s\b|\b\d+:\d\d\b", "(time)"),
        // What timers log where one fires meanwhile, and what a slow machine makes the host warn of; with colours on a terminal.
        (@"^(\u001b\[\d+m)*(info|warn)(\u001b\[\d+m)*: .*\n", ""),
        // With other ports, where another program was faster to take those that were free.
        ("(Starting the app\n)+", "Starting the app\n"),
        // Bars and rules are as long as times and the axis make them.
        ("#{2,}", ""),
        ("━+", "━"),
        ("█+", "█"),
        ("─{2,}", "─"),
        ("^.*\u001b\\[38;5;8m *\\(time\\) .*\n", ""),
        (@"^ *\(time\)( +\(time\))+\n", ""),
        (" {2,}", " "),
        (" +$", ""),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("flows-golden-").FullName;
    private readonly string _isolation = $"golden{Random.Shared.Next(1_000_000, 10_000_000)}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Demo_in_a_pipe_and_on_a_terminal_is_as_on_record()
    {
        using var piped = ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, "demo", "--once", "--speed", "10");
        var pipedCode = await piped.WaitForExitAsync();
        using var terminal = TerminalProcess.Start(_folder, Isolated(), GoldenRecord.Columns, "demo", "--once", "--speed", "10");
        var shownCode = await terminal.WaitForExitAsync();

        // What lives on the screen before is drawn as often as the machine manages to.
        var last = terminal.Seen[Math.Max(0, terminal.Seen.LastIndexOf(" Nightly planning load ", StringComparison.Ordinal))..];
        await GoldenRecord.CheckAsync(
            "demo",
            $"$ flows demo --once --speed 10\n--- in a pipe: exit code {pipedCode}\n{EndsOnly(Readable(piped.Output))}--- the last screen on a terminal of {GoldenRecord.Columns} columns, and what follows: exit code {shownCode}\n{Readable(last)}");
    }

    [Fact]
    public async Task Serve_in_a_pipe_and_on_a_terminal_until_Ctrl_C_is_as_on_record()
    {
        var server = $"http://127.0.0.1:{FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture)}";
        using var piped = ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, "serve", "--urls", server);
        await piped.WaitForOutputAsync("within five minutes");
        await piped.TerminateAsync();
        var pipedCode = await piped.WaitForExitAsync();
        using var terminal = TerminalProcess.Start(_folder, Isolated(), GoldenRecord.Columns, "serve", "--urls", server);
        await terminal.WaitForAsync("within five minutes");
        await terminal.TypeAsync("\u0003");
        var shownCode = await terminal.WaitForExitAsync();

        await GoldenRecord.CheckAsync(
            "serve",
            $"$ flows serve --urls http://address\n--- in a pipe, until SIGTERM: exit code {pipedCode}\n{FromStorageOn(Readable(piped.Output))}--- on a terminal of {GoldenRecord.Columns} columns, until Ctrl-C: exit code {shownCode}\n{FromStorageOn(Readable(terminal.Seen))}");
    }

    private Dictionary<string, string?> Isolated() => new()
    {
        ["AzureWebJobsStorage"] = azurite.ConnectionString,
        ["Flows__StoragePrefix"] = _isolation,
        ["Flows__TaskHub"] = _isolation,
        ["Flows__StorageTimeout"] = HostedApp.StorageTimeout,
    };

    private string Readable(string text) => GoldenRecord.Readable(text, [(_isolation, "(isolation)"), (_folder, "/folder")], Varying);

    /// <summary>Of the lines of steps those that say how each ended, in the order of their names: steps of one time end in any order.</summary>
    private static string EndsOnly(string text)
    {
        var ends = StepLine().Matches(text).Select(line => line.Value).Where(line => Ended().IsMatch(line)).Order(StringComparer.Ordinal).ToList();
        var isFirst = true;
        return StepLine().Replace(text, _ =>
        {
            var all = isFirst ? string.Concat(ends) : "";
            isFirst = false;
            return all;
        });
    }

    /// <summary>The host's log and the list of its functions are the application's.</summary>
    private static string FromStorageOn(string text) => text[Math.Max(0, text.IndexOf("Storage: ", StringComparison.Ordinal))..];

    [GeneratedRegex(@"^ \(time\) (?!Completed).*\n", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex StepLine();

    [GeneratedRegex(" (success|partial success|failure|skipped)\\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Ended();
}
