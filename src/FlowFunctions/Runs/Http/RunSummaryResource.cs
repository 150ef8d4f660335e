namespace FlowFunctions.Runs;

/// <summary>
/// RunSummary of the contract: a run in the history of its integration or flow. <c>LastRun</c> is when the run last moved: its end, or
/// its start while it goes on.
/// </summary>
internal sealed record RunSummaryResource(
    string Id,
    string TriggeredBy,
    DateTimeOffset LastRun,
    DateTimeOffset StartDate,
    DateTimeOffset? EndDate,
    bool Success,
    string Message,
    int? ExecutionErrorCode,
    string TraceId,
    string TriggerSource)
{
    public static RunSummaryResource Of(RunDocument run)
    {
        var latest = LatestRuns.Of(run);
        return new(
            run.Id,
            latest.TriggeredBy,
            latest.EndDate ?? latest.StartDate,
            latest.StartDate,
            latest.EndDate,
            latest.Success,
            latest.Message,
            latest.ExecutionErrorCode,
            run.TraceId,
            latest.TriggerSource);
    }
}
