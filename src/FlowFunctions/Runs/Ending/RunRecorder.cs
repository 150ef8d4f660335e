using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Writes how a run ended: its owner's history, a record for each integration that ran in it, the message to those who want to know, the
/// owner's <c>latestRun</c> together with the release of its lock, and the run's own record. Each write can be repeated, so a crash between any two is finished by calling again.
/// </summary>
public sealed partial class RunRecorder(
    RunStore runs,
    RunHistory history,
    Runnables runnables,
    IRunOutbox outbox,
    RunTelemetry telemetry,
    ILogger<RunRecorder> logger)
{
    private const int MaximumParallelRecords = 16;

    /// <summary>
    /// For a run whose orchestration calls again after a crash, as an activity is. The run's own record comes last: who reads the run as ended finds its <c>latestRun</c> written, and can start
    /// the next one.
    /// </summary>
    public async Task RecordAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var own = await PrepareAsync(run, cancellationToken);
        await ReleaseAsync(run, cancellationToken);
        await runs.PutAsync(own, cancellationToken);
        Tell(run);
    }

    /// <summary>
    /// For a run that no orchestration moves any more, and that nobody calls again for by itself. The release of the lock comes last: after a crash, the watchdog (<see cref="LostRuns"/>) and
    /// the next start find the lock held and finish what is left, and no run stays without an end. Such a lock keeps nobody from starting the next run.
    /// </summary>
    public async Task RecordInterruptedAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var own = await PrepareAsync(run, cancellationToken);
        await runs.PutAsync(own, cancellationToken);
        await ReleaseAsync(run, cancellationToken);
        Tell(run);
    }

    /// <summary>Writes what comes before the record and the release, in either order.</summary>
    /// <returns>The run's own record, not yet written.</returns>
    private async Task<RunDocument> PrepareAsync(RunDocument run, CancellationToken cancellationToken)
    {
        // The details are kept with the integrations' own runs, where a flow's hundred steps need not share one row.
        var own = run.Kind == RunKind.Flow ? run with { Steps = [.. run.Steps.Select(step => step with { Details = null, Faults = null })] } : run;
        await history.PutAsync(own, cancellationToken);
        if (run.Kind == RunKind.Flow)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelRecords, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                run.Steps.Where(HasOwnRun), options, async (step, token) => await RecordStepAsync(IntegrationRun.Of(run, step), token));
        }

        // Before the release: a run that holds its lock is put on record again by whoever finds it, a crash later.
        await outbox.PutAsync(run, cancellationToken);
        return own;
    }

    private void Tell(RunDocument run)
    {
        if (run.Result is { } result)
        {
            var outcome = RunOutcomes.Of(run);
            var level = outcome == RunOutcome.Failure ? LogLevel.Warning : LogLevel.Information;
            LogEnded(level, run.Id, run.Kind, run.OwnerId, outcome, run.Trigger.Source, result.Message);
            telemetry.Ended(run);
        }
    }

    /// <summary>Whether the step is a run of its integration too: it started, and there was an integration.</summary>
    public static bool HasOwnRun(StepRecord step) => step is { StartDate: not null, ErrorCode: not RunErrorCodes.IntegrationMissing };

    private async Task RecordStepAsync(RunDocument run, CancellationToken cancellationToken)
    {
        await runs.PutAsync(run, cancellationToken);
        await history.AddAsync(run, cancellationToken);
        var latest = LatestRuns.Of(run);
        await runnables.UpdateAsync(
            RunKind.Integration,
            run.OwnerId,
            integration => integration.LatestRun?.StartDate > latest.StartDate ? null : integration with { LatestRun = latest },
            cancellationToken);
    }

    /// <summary>Gives up the lock that the run may hold, with its end as <c>latestRun</c>.</summary>
    public Task<WriteStatus> ReleaseAsync(RunDocument run, CancellationToken cancellationToken) =>
        runnables.UpdateAsync(run.Kind, run.OwnerId, owner => RunLock.Release(owner, run), cancellationToken);

    [LoggerMessage(EventId = 1509, Message = "Run {RunId} of {Kind} {OwnerId} ended as {Outcome} ({Source}): {Message}")]
    private partial void LogEnded(LogLevel level, string runId, RunKind kind, string ownerId, string outcome, string source, string message);
}
