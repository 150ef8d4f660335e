using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>Puts a run that holds its lock on record and schedules its orchestration.</summary>
public sealed partial class RunLauncher(RunStore runs, RunHistory history, InterruptedRuns interrupted, ILogger<RunLauncher> logger)
{
    /// <summary>
    /// When this returns, the run is scheduled durably. When it throws, the run is on record as failed and the lock released; where storage
    /// could not be told so either, the lock is taken over by the next start after <see cref="RunLock.StartGrace"/>.
    /// </summary>
    public async Task LaunchAsync(DurableTaskClient client, RunInput input, CancellationToken cancellationToken)
    {
        var run = input.Run;
        try
        {
            await runs.PutAsync(run, cancellationToken);
            await history.PutAsync(run, cancellationToken);
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(RunFlow), input, new StartOrchestrationOptions(run.Id), cancellationToken);
        }
        catch (Exception exception)
        {
            // The request may be gone; the lock must not stay. And a lost answer does not mean that the run is not there.
            if (await client.GetInstanceAsync(run.Id, CancellationToken.None) is null)
            {
                LogNotStarted(run.Id, exception);
                await interrupted.RecordAsync(run, "Failed: the run could not be started", CancellationToken.None);
                throw;
            }
        }

        LogStarted(run.Id, run.Kind, run.OwnerId, run.Trigger.Source);
    }

    [LoggerMessage(1506, LogLevel.Information, "Run {RunId} of {Kind} {OwnerId} is started ({Source}).")]
    private partial void LogStarted(string runId, RunKind kind, string ownerId, string source);

    [LoggerMessage(1507, LogLevel.Error, "Run {RunId} could not be started.")]
    private partial void LogNotStarted(string runId, Exception exception);
}
