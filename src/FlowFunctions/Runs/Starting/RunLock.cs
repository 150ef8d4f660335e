using FlowFunctions.Definitions;

namespace FlowFunctions.Runs;

/// <summary>
/// The lock by which a flow, or an integration, has one run at a time: the run's id on the document itself, taken and released with
/// the document's version, together with its <c>latestRun</c>.
/// </summary>
internal static class RunLock
{
    /// <summary>How long a run may take from its lock to its orchestration before the lock counts as left behind.</summary>
    public static readonly TimeSpan StartGrace = TimeSpan.FromSeconds(30);

    /// <summary>How long a run may be on record without an orchestration before nobody starts it any more: what a schedule has ordered is tried again for longer.</summary>
    public static TimeSpan GraceOf(RunTrigger trigger) => trigger.Source == RunTrigger.Scheduled ? LostRuns.OrderGrace : StartGrace;

    /// <summary>The document with the lock held by <paramref name="run"/>, whose orchestration is to be in the task hub <paramref name="hub"/>, whoever held it before.</summary>
    public static TDocument Take<TDocument>(TDocument document, RunDocument run, string? hub = null)
        where TDocument : Runnable =>
        (TDocument)((Runnable)document with
        {
            ActiveRunId = run.Id,
            ActiveSince = new DateTimeOffset(run.StartDate, TimeSpan.Zero),
            ActiveHub = hub,
            LatestRun = LatestRuns.Of(run),
        });

    /// <summary>The document with a lock that is about to be released from a run that nothing moves: nobody takes it again for that run.</summary>
    public static Runnable GiveUp(Runnable document) => document with { ActiveSince = null };

    /// <summary>Whether <see cref="GiveUp"/> was called for the run that holds the lock.</summary>
    public static bool IsGivenUp(Runnable document) => document is { ActiveRunId: not null, ActiveSince: null };

    /// <summary>The document without the lock of <paramref name="run"/>, which has ended, and with what is known of its runs by it; null where that run does not hold the lock.</summary>
    public static TDocument? Release<TDocument>(TDocument document, RunDocument run)
        where TDocument : Runnable =>
        document.ActiveRunId == run.Id
            ? (TDocument)((Runnable)document with
            {
                ActiveRunId = null,
                ActiveSince = null,
                ActiveHub = null,
                LatestRun = LatestRuns.Of(run),
                RecentDurations = run.WholeDuration is { } duration
                    ? [.. document.RecentDurations.TakeLast(Runnable.MaximumDurations - 1), (long)duration.TotalMilliseconds]
                    : document.RecentDurations,
            })
            : null;

    /// <summary>
    /// The document with the end that <paramref name="run"/> has come to after all, where another end is shown of it: it was given up, which released its lock, and was only late. Null where its end is
    /// shown, or a later run; and where it is <paramref name="run"/> that was given up, by somebody who has come later than its own end.
    /// </summary>
    public static Runnable? Correct(Runnable document, RunDocument run) =>
        document.ActiveRunId != run.Id && document.LatestRun?.Id == run.Id && run.Result is { IsBrokenOff: false } && LatestRuns.Of(run) is var latest && latest != document.LatestRun
            ? document with { LatestRun = latest }
            : null;

    /// <summary>The run that holds the lock, as far as the lock knows it: one that came to an end before it was on record, and of whose steps none began.</summary>
    public static RunDocument Read(Runnable document, DateTimeOffset now)
    {
        var runId = document.ActiveRunId ?? throw new ArgumentException($"Nothing holds the lock of '{document.Id}'.", nameof(document));
        return new()
        {
            Id = runId,
            Kind = document.Kind,
            OwnerId = document.Id,
            Name = document.Name,
            Trigger = new(document.LatestRun?.TriggeredBy ?? document.CreatedBy, document.LatestRun?.TriggerSource ?? RunTrigger.Manual),
            TraceId = runId,
            StartDate = (document.ActiveSince ?? document.LatestRun?.StartDate ?? now).UtcDateTime,
        };
    }
}
