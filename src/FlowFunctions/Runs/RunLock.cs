using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>
/// The lock by which a flow, or an integration, has one run at a time: the run's id on the document itself, taken and released with
/// the document's version, together with its <c>latestRun</c>.
/// </summary>
internal static class RunLock
{
    /// <summary>How long a run may take from its lock to its orchestration before the lock counts as left behind.</summary>
    public static readonly TimeSpan StartGrace = TimeSpan.FromSeconds(30);

    /// <summary>The document with the lock held by <paramref name="run"/>, whoever held it before.</summary>
    public static TDocument Take<TDocument, TInput>(TDocument document, RunDocument run)
        where TDocument : Document<TInput>
        where TInput : class =>
        (TDocument)((Document<TInput>)document with
        {
            ActiveRunId = run.Id,
            ActiveSince = new DateTimeOffset(run.StartDate, TimeSpan.Zero),
            LatestRun = LatestRuns.Of(run),
        });

    /// <summary>The document without the lock of run <paramref name="runId"/>; null where that run does not hold it.</summary>
    public static TDocument? Release<TDocument, TInput>(TDocument document, string runId, LatestRun? latestRun)
        where TDocument : Document<TInput>
        where TInput : class =>
        document.ActiveRunId == runId
            ? (TDocument)((Document<TInput>)document with { ActiveRunId = null, ActiveSince = null, LatestRun = latestRun })
            : null;
}
