using System.Collections.Concurrent;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Writes how a run ended: its owner's history and that of each integration that ran in it, the message to those who want to know, the
/// owner's <c>latestRun</c> together with the release of its lock, and the run's own record. Each write can be repeated, so a crash between any two is finished by calling again.
/// </summary>
public sealed partial class RunRecorder(
    RunStore runs,
    RunHistory history,
    UnkeptStarts unkept,
    Runnables runnables,
    IRunOutbox outbox,
    RunLooks looks,
    RunTelemetry telemetry,
    ILogger<RunRecorder> logger)
{
    private const int MaximumParallelRecords = 16;

    /// <summary>
    /// For a run whose orchestration calls again after a crash, as an activity is. The run's own record comes last: who reads the run as ended finds its <c>latestRun</c> written, and can start
    /// the next one. What its orchestration had decided when it called first stands: a turn that is taken again ends the run at another time, or otherwise, and others may have gone on since.
    /// </summary>
    public async Task RecordAsync(RunDocument run, CancellationToken cancellationToken)
    {
        run = await unkept.SettleAsync(run, UnkeptStarts.WaitingIn(run), cancellationToken);
        (run, var prepared) = await PrepareAsync(run, cancellationToken);
        await ReleaseAsync(run, prepared, cancellationToken);
        if (prepared.IsFirst && FirstEnd.IsItsOwn(run))
        {
            await runs.PutAsync(run, cancellationToken);
        }
        else
        {
            await runs.PutUnlessEndedAsync(run, cancellationToken);
        }

        Tell(run);
    }

    /// <summary>
    /// For a run that no orchestration moves any more, and that nobody calls again for by itself. The release of the lock comes last: after a crash, the watchdog (<see cref="LostRuns"/>) and
    /// the next start find the lock held and finish what is left, and no run stays without an end. Such a lock keeps nobody from starting the next run. An end that the run's history has stands:
    /// the run's own, whose last writes were cut off, or that of another who has found the lock at the same time. So does one that the run itself comes to meanwhile.
    /// </summary>
    /// <param name="run">As it ends.</param>
    /// <param name="cutOff">See <see cref="UnkeptStarts.SettleAsync"/>.</param>
    /// <param name="cancellationToken">Gives up; the caller must call again.</param>
    public async Task RecordInterruptedAsync(RunDocument run, IReadOnlyDictionary<string, int> cutOff, CancellationToken cancellationToken)
    {
        run = IntegrationRun.AsItsStepEnded(await unkept.SettleAsync(run, cutOff, cancellationToken));
        (run, var prepared) = await PrepareAsync(run, cancellationToken);
        await runs.PutUnlessEndedAsync(run, cancellationToken);

        // It ends when somebody finds it, which says nothing of how long the next one will take.
        await ReleaseAsync(run, prepared with { IsTimed = false }, cancellationToken);
        Tell(run);
    }

    /// <summary>Writes what comes before the record and the release, in either order.</summary>
    /// <param name="run">As it ends.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The run with the end that is on record for it: one that its history has already stands.</returns>
    private async Task<(RunDocument Run, Prepared Prepared)> PrepareAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var owner = await OwnerAsync(run, cancellationToken);
        var (end, earlier) = await history.AddOnceAsync(run, owner?.History, cancellationToken);
        var recorded = earlier is null ? null : await RecordedAsync(earlier, cancellationToken);
        run = earlier is null ? run : recorded ?? FirstEnd.Of(run, earlier);
        run = await PrepareStepsAsync(run, owner, cancellationToken);
        return (run, new(owner, end) { IsFirst = earlier is null });
    }

    /// <summary>
    /// The run's record, where it has that end: all of it is there then, and stays as it is. Else what a step had told that has ended otherwise since is taken from its integration's history, as far
    /// as it stands there.
    /// </summary>
    private async Task<RunDocument?> RecordedAsync(RunDocument first, CancellationToken cancellationToken) =>
        await runs.GetAsync(first.Id, cancellationToken) is { EndDate: { } end } recorded && end == first.EndDate ? recorded : null;

    /// <summary>As the lock was taken, where that was here: nobody but an editor has written to it since, and the release finds out whether one has.</summary>
    private async Task<Runnable?> OwnerAsync(RunDocument run, CancellationToken cancellationToken) =>
        runnables.LastSeen(run.Kind, run.OwnerId) is { } seen && seen.ActiveRunId == run.Id ? seen : await runnables.GetAsync(run.Kind, run.OwnerId, cancellationToken);

    private async Task<RunDocument> PrepareStepsAsync(RunDocument run, Runnable? owner, CancellationToken cancellationToken)
    {
        if (run.Kind == RunKind.Flow)
        {
            run = await RecordStepsAsync(run, cancellationToken);
        }

        // Before the release: a run that holds its lock is put on record again by whoever finds it, a crash later.
        if (owner is not null)
        {
            await outbox.PutAsync(run, owner, cancellationToken);
        }

        return run;
    }

    private void Tell(RunDocument run)
    {
        looks.Forget(run.Id);
        if (run.Result is { } result)
        {
            var outcome = RunOutcomes.Of(run);
            var level = outcome == RunOutcome.Failure ? LogLevel.Warning : LogLevel.Information;
            LogEnded(level, run.Id, run.Kind, run.OwnerId, outcome, run.Trigger.Source, result.Message);
            telemetry.Ended(run);
        }
    }

    /// <summary>
    /// The run of each step that is a run of its integration too: its entry in the integration's history, and when all of these are written, the integrations' <c>latestRun</c>, together, for
    /// they share a partition. Its record is the flow run's.
    /// </summary>
    /// <returns>The run with what its steps had told when they were put on record first.</returns>
    private async Task<RunDocument> RecordStepsAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var own = run.Steps.Where(IntegrationRun.IsOf).Select(step => IntegrationRun.Of(run, step)).ToDictionary(step => step.OwnerId, StringComparer.Ordinal);
        var integrations = await runnables.SeenIntegrationsAsync(own.Keys, cancellationToken);
        var ends = new ConcurrentDictionary<string, HistoryMark?>(StringComparer.Ordinal);
        var earlierRuns = new ConcurrentDictionary<string, RunDocument>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelRecords, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            own.Values,
            options,
            async (step, token) =>
            {
                var (end, earlier) = await history.AddOnceAsync(step, integrations.GetValueOrDefault(step.OwnerId)?.History, token);
                ends[step.OwnerId] = end;
                if (earlier is not null)
                {
                    earlierRuns[step.OwnerId] = earlier;
                }
            });
        await runnables.UpdateIntegrationsAsync(
            integrations.Values,
            integration =>
            {
                var latest = LatestRuns.Of(earlierRuns.GetValueOrDefault(integration.Id, own[integration.Id]));
                return IsRunning(integration) || integration.LatestRun?.StartDate > latest.StartDate || IsOvertaken(latest, integration.LatestRun)
                    ? null
                    : integration with { LatestRun = latest, History = ends[integration.Id] ?? integration.History };
            },
            cancellationToken);
        return earlierRuns.IsEmpty ? run : run with { Steps = [.. run.Steps.Select(step => earlierRuns.TryGetValue(step.Referrer, out var earlier) ? WithMessage(step, run, earlier) : step)] };
    }

    /// <summary>Whether it runs by itself: its latest run is that, until it has ended.</summary>
    private static bool IsRunning(IntegrationDocument integration) => integration.ActiveRunId is { } active && integration.LatestRun?.Id == active;

    /// <summary>Whether the run was given up by somebody who has come later than its own end, which is shown.</summary>
    private static bool IsOvertaken(LatestRun latest, LatestRun? shown) =>
        shown is not null && shown.Id == latest.Id && FirstEnd.IsItsOwn(shown) && !FirstEnd.IsItsOwn(latest);

    /// <summary>
    /// As the step's integration has it on record. Two activities may put the same run on record at the same time, of which one knows more of what a step has done: what was told first stands in all
    /// places.
    /// </summary>
    private static StepRecord WithMessage(StepRecord step, RunDocument run, RunDocument earlier)
    {
        StepRecord[] all = [step, step with { Message = null }, step with { Message = earlier.Result!.Message }];
        return all.FirstOrDefault(told => IntegrationRun.ResultOf(told, run.Result).Message == earlier.Result!.Message, step);
    }

    /// <summary>
    /// Gives up the lock that a run may hold which is on record as ended, with its end as <c>latestRun</c>. Whoever put it on record may have told only those who wanted to know by a copy of the owner
    /// that was out of date: those who want to know now are told first, once all the same.
    /// </summary>
    public async Task ReleaseAsync(RunDocument run, CancellationToken cancellationToken)
    {
        if (await runnables.GetAsync(run.Kind, run.OwnerId, cancellationToken) is { } owner && owner.ActiveRunId == run.Id)
        {
            await outbox.PutAsync(run, owner, cancellationToken);
            await ReleaseAsync(run, new Prepared(owner, End: null), cancellationToken);
        }
    }

    /// <summary>Gives up the lock from what is known. Where an editor has changed the owner meanwhile, it may be others who want to know.</summary>
    private async Task ReleaseAsync(RunDocument run, Prepared prepared, CancellationToken cancellationToken)
    {
        var told = prepared.Owner;
        for (var owner = prepared.Owner; owner is not null; owner = await runnables.GetAsync(run.Kind, run.OwnerId, cancellationToken))
        {
            if (owner.NotificationId != told?.NotificationId || owner.NotifiedTypes?.Count != told?.NotifiedTypes?.Count)
            {
                await outbox.PutAsync(run, owner, cancellationToken);
                told = owner;
            }

            if ((RunLock.Release(owner, run) ?? RunLock.Correct(owner, run)) is not { } released)
            {
                return;
            }

            var next = released with { History = prepared.End ?? owner.History, RecentDurations = prepared.IsTimed ? released.RecentDurations : owner.RecentDurations };
            if (await runnables.ReplaceAsync(owner, next, cancellationToken) != WriteStatus.Changed)
            {
                return;
            }
        }
    }

    /// <param name="Owner">The flow or integration, as it was read or seen; null where it is gone.</param>
    /// <param name="End">Where the owner's history ends now; null where that is not known.</param>
    private sealed record Prepared(Runnable? Owner, HistoryMark? End)
    {
        /// <summary>Whether the run had no end on record before that stands.</summary>
        public bool IsFirst { get; init; }

        /// <summary>Whether the run's end is when it ended, so that it tells how long such a run takes.</summary>
        public bool IsTimed { get; init; } = true;
    }

    [LoggerMessage(EventId = 1509, Message = "Run {RunId} of {Kind} {OwnerId} ended as {Outcome} ({Source}): {Message}")]
    private partial void LogEnded(LogLevel level, string runId, RunKind kind, string ownerId, string outcome, string source, string message);
}
