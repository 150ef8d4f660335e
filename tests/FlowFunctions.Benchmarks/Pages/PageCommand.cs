using System.CommandLine;
using FlowFunctions.Benchmarks.Runs;
using Microsoft.Playwright;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>
/// <c>page [--only PART …] [--loads N] [--history N]</c>: starts the local host as a process, with Azurite on disk, and drives its page in Chromium: how soon it is there, what it transfers, how soon
/// it answers clicks, and what a tab costs that is left open. Prints one table; whether a goal is reached stands in it, not in the exit code.
/// </summary>
internal static class PageCommand
{
    private const int UsualLoads = 7;
    private const int UsualHistory = 10_000;

    /// <returns>0 where all was measured, 1 where something could not be, 2 for options that are not understood.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        var names = Parts(UsualLoads, UsualHistory).Select(part => part.Name).ToArray();
        var only = new Option<string[]>("--only") { Description = $"What is measured; all without it: {string.Join(", ", names)}.", AllowMultipleArgumentsPerToken = true }.AcceptOnlyFromAmong(names);
        var loads = AtLeastOne("--loads", "How often each page is loaded.", UsualLoads);
        var history = AtLeastOne("--history", "How many runs the long history has.", UsualHistory);
        var command = new RootCommand("Measures the page in a browser.") { only, loads, history };
        command.SetAction((parsed, cancellationToken) =>
        {
            var chosen = parsed.GetValue(only) is { Length: > 0 } parts ? parts : names;
            return RunAsync([.. Parts(parsed.GetValue(loads), parsed.GetValue(history)).Where(part => chosen.Contains(part.Name, StringComparer.Ordinal))], cancellationToken);
        });
        var parsing = command.Parse(arguments);
        var exitCode = await parsing.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsing.Errors.Count > 0 ? 2 : exitCode;
    }

    private static IPagePart[] Parts(int loads, int history) => [new LoadPart(loads), new ClickPart(), new RefreshPart(), new HistoryPart(loads, history)];

    private static Option<int> AtLeastOne(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = $"{description} {usual} without it.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be 1 or more.");
            }
        });
        return option;
    }

    private static async Task<int> RunAsync(IReadOnlyList<IPagePart> parts, CancellationToken cancellationToken)
    {
        try
        {
            var load = Machine.Load();
            await using var rig = await PageRig.StartAsync(cancellationToken);
            Console.WriteLine("| measure | goal | measured | of |\n| --- | --- | --- | --- |");
            foreach (var part in parts)
            {
                foreach (var row in await part.TakeAsync(rig, cancellationToken))
                {
                    Console.WriteLine(row.ToMarkdown());
                }
            }

            Console.WriteLine($"\n{Machine.Describe()}; Chromium {rig.BrowserVersion}; load average {load} before, {Machine.Load()} after.");
            return 0;
        }
        catch (Exception fault) when (fault is MeasureException or PlaywrightException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"page: {fault.Message}");
            return 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"page: the host did not answer: {fault.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("page: stopped before all was measured.");
            return 1;
        }
    }
}
