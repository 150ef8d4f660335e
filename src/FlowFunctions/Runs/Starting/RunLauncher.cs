using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>Puts a run that holds its lock on record and schedules its orchestration.</summary>
public sealed partial class RunLauncher(RunStore runs, InterruptedRuns interrupted, TimeProvider time, ILogger<RunLauncher> logger)
{
    /// <summary>
    /// When this returns, the run is scheduled durably. When it throws, the run is on record as failed and the lock released; where that could not be told to storage, or whether the run is
    /// scheduled was not to be found out, the lock is taken over by the next start after <see cref="RunLock.StartGrace"/>.
    /// </summary>
    /// <param name="client">Schedules the orchestration.</param>
    /// <param name="input">The run.</param>
    /// <param name="isAskedAgain">
    /// Whether the start of this very run is tried again after a failure: then it is left as it is when this throws, lock and all.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null where the run is on its way; else how it has ended already, which it did for another try of the same start.</returns>
    public async Task<RunDocument?> LaunchAsync(DurableTaskClient client, RunInput input, bool isAskedAgain, CancellationToken cancellationToken)
    {
        var run = input.Run;
        var isAsked = false;
        try
        {
            if (!await runs.TryAddAsync(run, cancellationToken) && await FindEndAsync(client, run, cancellationToken) is { } ended)
            {
                // Two tries of one order at the same time; the other's run is over already, and must not come alive again.
                await interrupted.CloseAsync(client, ended, InterruptedRuns.Message, cancellationToken);
                return ended;
            }

            if (time.GetUtcNow().UtcDateTime - run.StartDate >= RunLock.StartGrace / 2)
            {
                // Its lock may be given up before the run is there.
                throw new StorageSilentException();
            }

            var options = new StartOrchestrationOptions(run.Id);
            isAsked = true;
            await StoragePatience.LimitAsync(
                token => client.ScheduleNewOrchestrationInstanceAsync(
                    nameof(RunFlow),
                    StoredRunInput.Of(input),
                    isAskedAgain ? options.WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]) : options,
                    token),
                cancellationToken);
        }
        catch (Exception exception)
        {
            // A lost answer does not mean that the run is not there.
            if (await client.FindAsync(run.Id, CancellationToken.None) is null)
            {
                LogNotStarted(run.Id, exception);
                if (!isAskedAgain && !(isAsked && IsOpen(exception, cancellationToken)))
                {
                    // The lock must not stay.
                    await interrupted.RecordAsync(run, $"{RunResult.BrokenOff}the run could not be started", CancellationToken.None);
                }

                throw;
            }
        }

        LogStarted(run.Id, run.Kind, run.OwnerId, run.Trigger.Source);
        return null;
    }

    /// <summary>
    /// What another try of the same start has come to. Where that has no orchestration, the record becomes this one's; else the two are at it at the same time, and the record stays.
    /// </summary>
    /// <returns>Null where the run has not ended.</returns>
    private async Task<RunDocument?> FindEndAsync(DurableTaskClient client, RunDocument run, CancellationToken cancellationToken) =>
        await FindStartedAsync(client, run.Id, cancellationToken) is { } started
            ? started.EndDate is null ? null : started
            : await runs.RenewAsync(run, cancellationToken);

    /// <summary>Whether a run whose schedule was asked for may still come, because nobody waited for the answer. Whoever finds its lock after the grace decides.</summary>
    private static bool IsOpen(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested || StorageFaults.IsUnavailable(exception, CancellationToken.None);

    /// <returns>The run where it is on its way, or over: it must not be started again. Else null.</returns>
    public async Task<RunDocument?> FindStartedAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken) =>
        await runs.GetAsync(runId, cancellationToken) is { } run
        && (run.EndDate is not null || await client.FindAsync(runId, cancellationToken) is not null)
            ? run
            : null;

    [LoggerMessage(1506, LogLevel.Information, "Run {RunId} of {Kind} {OwnerId} is started ({Source}).")]
    private partial void LogStarted(string runId, RunKind kind, string ownerId, string source);

    [LoggerMessage(1507, LogLevel.Error, "Run {RunId} could not be started.")]
    private partial void LogNotStarted(string runId, Exception exception);
}
