using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Files;
using FlowFunctions.Cli.Simulator;

namespace FlowFunctions.Cli.Demo;

/// <summary>Fetches what a run left: the dump through the API, the export from blob storage, the tasks from the simulator.</summary>
internal sealed class ResultsReader(FlowsClient client, FileStore files, SimulatorClient simulator)
{
    public async Task<RunResults> ReadAsync(FlowRun run, CancellationToken cancellationToken)
    {
        var loaded = run.Steps.FirstOrDefault(step => step.Name == RunResults.DumpStep)?.RunId;
        return new RunResults(
            loaded is null ? null : await client.FindDumpAsync(loaded, cancellationToken),
            await files.FindAsync(RunResults.PlanFile, cancellationToken),
            await simulator.ReadTasksAsync(run.StartDate ?? DateTimeOffset.MinValue, cancellationToken));
    }
}
