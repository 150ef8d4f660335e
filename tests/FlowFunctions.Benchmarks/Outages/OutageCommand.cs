using System.CommandLine;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Outages;

/// <summary>
/// <c>outage [--minutes N] [--silent] [--app DIR] [--log FILE]</c>: takes the storage away from a local host in the middle of its work, asks every route of its API
/// meanwhile, gives the storage back and looks how everything goes on. Prints one table; whether a goal is reached stands in it, not in the exit code.
/// </summary>
internal static class OutageCommand
{
    private const double UsualMinutes = 10;
    private const double FewestMinutes = 1.5;

    /// <returns>0 where all was measured, 1 where something could not be, 2 for options that are not understood.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        var minutes = new Option<double>("--minutes") { Description = $"How long the storage is away; {UsualMinutes:0} without it.", DefaultValueFactory = _ => UsualMinutes };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < FewestMinutes)
            {
                result.AddError($"--minutes must be {FewestMinutes} or more.");
            }
        });
        var silent = new Option<bool>("--silent") { Description = "The storage accepts connections and answers nothing, where it is not there without this. Not on Windows." };
        var app = new Option<DirectoryInfo>("--app") { Description = "A published application, in a process of its own beside the host." }.AcceptExistingOnly();
        var log = new Option<FileInfo>("--log") { Description = "Where a copy of what the host wrote is left." };
        var command = new RootCommand("Measures an outage of the storage.") { minutes, silent, app, log };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(silent), parsed.GetValue(app)?.FullName, parsed.GetValue(log)?.FullName, cancellationToken));
        var parsing = command.Parse(arguments);
        var exitCode = await parsing.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsing.Errors.Count > 0 ? 2 : exitCode;
    }

    private static async Task<int> RunAsync(TimeSpan length, bool silent, string? app, string? log, CancellationToken cancellationToken)
    {
        try
        {
            var load = Machine.Load();
            await using var rig = await TestRig.StartAsync(app, cancellationToken);
            await using var trial = await OutageTrial.StartAsync(rig, length, silent, cancellationToken);
            try
            {
                Console.WriteLine("| measure | goal | measured | of |\n| --- | --- | --- | --- |");
                foreach (var row in await trial.TakeAsync(cancellationToken))
                {
                    Console.WriteLine(row.ToMarkdown());
                }
            }
            finally
            {
                if (log is not null)
                {
                    File.Copy(trial.HostLog, log, overwrite: true);
                }
            }

            Console.WriteLine();
            foreach (var line in trial.Notes)
            {
                Console.WriteLine($"- {line}");
            }

            Console.WriteLine($"\n{Machine.Describe()}; load average {load} before, {Machine.Load()} after.");
            return 0;
        }
        catch (MeasureException fault)
        {
            await Console.Error.WriteLineAsync($"outage: {fault.Message}");
            return 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"outage: the host did not answer: {fault.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("outage: stopped before all was measured.");
            return 1;
        }
    }
}
