using System.CommandLine;
using System.Runtime.InteropServices;
using FlowFunctions.Benchmarks.Runs.Measures;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>
/// <c>runs [--repeat N] [--only name,name] [--app DIR]</c>: starts the local host as a process, with Azurite on disk and an endpoint that answers at once, and prints
/// one table of what it measures. Whether a goal is reached stands in the table, not in the exit code.
/// </summary>
internal static class RunsCommand
{
    private static readonly IReadOnlyList<IMeasure> Measures =
        [new ReadyMeasure(), new DiamondMeasure(), new BurstMeasure(), new StopMeasure(), new KillMeasure(), new ResourcesMeasure(), new StorageMeasure()];

    /// <returns>0 where all was measured, 1 where something could not be, 2 for options that are not understood.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        var repeat = new Option<int?>("--repeat") { Description = "How often each is measured; without it, as often as each needs." };
        repeat.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--repeat must be 1 or more.");
            }
        });
        var only = new Option<string?>("--only") { Description = $"The names of what is measured, with commas between: {string.Join(", ", Measures.Select(measure => measure.Name))}." };
        only.Validators.Add(result =>
        {
            foreach (var name in Names(result.GetValueOrDefault<string?>()).Where(name => Measures.All(measure => measure.Name != name)))
            {
                result.AddError($"--only: there is no '{name}'; there are {string.Join(", ", Measures.Select(measure => measure.Name))}.");
            }
        });
        var app = new Option<DirectoryInfo>("--app") { Description = "A published application, measured in a process of its own beside the host." }.AcceptExistingOnly();
        var command = new RootCommand("Measures the local host.") { repeat, only, app };
        command.SetAction((parsed, cancellationToken) =>
        {
            var names = Names(parsed.GetValue(only));
            var chosen = Measures.Where(measure => names.Count == 0 || names.Contains(measure.Name, StringComparer.Ordinal));
            return RunAsync([.. chosen], parsed.GetValue(repeat), parsed.GetValue(app)?.FullName, cancellationToken);
        });
        var parsing = command.Parse(arguments);
        var exitCode = await parsing.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        return parsing.Errors.Count > 0 ? 2 : exitCode;
    }

    private static async Task<int> RunAsync(IReadOnlyList<IMeasure> measures, int? repeat, string? app, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var load = Machine.Load();
            Console.WriteLine("| measure | goal | measured | of |\n| --- | --- | --- | --- |");
            foreach (var measure in measures)
            {
                await using var rig = await TestRig.StartAsync(app, stop.Token);
                foreach (var row in await measure.TakeAsync(rig, repeat ?? measure.UsualRepetitions, stop.Token))
                {
                    Console.WriteLine(row.ToMarkdown());
                }
            }

            Console.WriteLine($"\n{Machine.Describe()}; {(app is null ? "host and application in one process" : "the application in a process of its own")}; load average {load} before, {Machine.Load()} after.");
            return 0;
        }
        catch (MeasureException fault)
        {
            await Console.Error.WriteLineAsync($"runs: {fault.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("runs: stopped before all was measured.");
            return 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"runs: the host did not answer: {fault.Message}");
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static IReadOnlyList<string> Names(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
