using System.CommandLine;
using System.CommandLine.Parsing;
using Azure;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>
/// <c>cost [--only PART …] [--waiting N] [--history N] [--app DIR] [--bare DIR]</c>: counts the storage requests of runs, viewers and lists at a proxy before the emulator, ours and the
/// provider's, by table, queue and verb, and compares the application with a bare Durable Functions app of the same shape, both in processes of their own beside the local host. Prints two tables;
/// whether a goal is reached stands in them, not in the exit code.
/// </summary>
internal static class CostCommand
{
    /// <returns>0 where all was measured, 1 where something could not be, 2 for options that are not understood.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        var app = new Option<DirectoryInfo>("--app") { Description = "The application, built or published; that of this repository without it." }.AcceptExistingOnly();
        var bare = new Option<DirectoryInfo>("--bare") { Description = "The bare application; tests/BareDurableApp without it." }.AcceptExistingOnly();
        var only = new Option<string[]>("--only") { Description = $"What is measured; all without it: {string.Join(", ", CostTrial.Parts)}.", AllowMultipleArgumentsPerToken = true }
            .AcceptOnlyFromAmong([.. CostTrial.Parts]);
        var waiting = new Option<int>("--waiting") { Description = "How many runs wait in the part of that name.", DefaultValueFactory = _ => WaitingPart.UsualRuns };
        waiting.Validators.Add(result => AtLeast(result, 1));
        var history = new Option<int>("--history") { Description = "How many runs the histories have in the part of that name.", DefaultValueFactory = _ => HistoryPart.UsualRuns };
        history.Validators.Add(result => AtLeast(result, HistoryPart.Flows));
        var command = new RootCommand("Counts what runs ask of storage.") { only, waiting, history, app, bare };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rig = new CostRig(parsed.GetValue(app)?.FullName ?? BuiltBeside("src", "FlowFunctions"), parsed.GetValue(bare)?.FullName ?? BuiltBeside("tests", "BareDurableApp"));
            var trial = new CostTrial(rig, parsed.GetValue(waiting), parsed.GetValue(history), Console.Out);
            return await RunAsync(parsed.GetValue(only) is { Length: > 0 } parts ? parts : CostTrial.Parts, trial, cancellationToken);
        });
        var parsing = command.Parse(arguments);
        var exitCode = await parsing.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsing.Errors.Count > 0 ? 2 : exitCode;
    }

    private static void AtLeast(OptionResult result, int least)
    {
        if (result.GetValueOrDefault<int>() < least)
        {
            result.AddError(FormattableString.Invariant($"{result.Option.Name} must be {least} or more."));
        }
    }

    /// <summary>Another project's output, in the configuration of this one.</summary>
    private static string BuiltBeside(string folder, string project)
    {
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var configuration = Path.GetFileName(Path.GetDirectoryName(output))!;
        return Path.GetFullPath(Path.Combine(output, "..", "..", "..", "..", "..", folder, project, "bin", configuration, Path.GetFileName(output)));
    }

    private static async Task<int> RunAsync(IReadOnlyCollection<string> parts, CostTrial trial, CancellationToken cancellationToken)
    {
        try
        {
            var load = Machine.Load();
            await trial.TakeAsync(parts, cancellationToken);
            Console.WriteLine($"\n{Machine.Describe()}; the applications in processes of their own; load average {load} before, {Machine.Load()} after.");
            return 0;
        }
        catch (MeasureException fault)
        {
            await Console.Error.WriteLineAsync($"cost: {fault.Message}");
            return 1;
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException && !cancellationToken.IsCancellationRequested)
        {
            // The latter is what the clients of Azure throw when they have asked for long enough.
            await Console.Error.WriteLineAsync($"cost: storage did not answer: {fault.Message}");
            return 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"cost: the host did not answer: {fault.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("cost: stopped before all was measured.");
            return 1;
        }
    }
}
