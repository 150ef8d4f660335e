namespace FlowFunctions.Runs;

/// <summary>A try of a step.</summary>
/// <param name="StartDate">When it started.</param>
/// <param name="TurnDate">When it got the turn on its model that it had to wait for; null where it waited for none, and while it waits.</param>
/// <param name="EndDate">When it ended; null while it goes on.</param>
internal sealed record StepTryResource(DateTimeOffset StartDate, DateTimeOffset? TurnDate, DateTimeOffset? EndDate)
{
    /// <summary>
    /// A try that nobody saw the end of, as in a run that was interrupted, is over with its step. Null where they are not on record: of a run that an earlier version has recorded, or a live one
    /// that has more to say than there is room for.
    /// </summary>
    public static IReadOnlyList<StepTryResource>? Of(StepRecord step) => step switch
    {
        { StartDate: null } => [],
        { Tries: { } tries } => [.. tries.Select((one, index) => Of(index == tries.Count - 1 ? one with { Turn = one.Turn ?? step.TurnAt, End = one.End ?? step.EndDate } : one))],
        { Retries: 0, RetryAt: null } => [Of(new TrySpan(step.StartDate.Value, step.TurnAt, step.EndDate))],
        _ => null,
    };

    private static StepTryResource Of(TrySpan one) => new(new(one.Start, TimeSpan.Zero), LatestRuns.Utc(one.Turn), LatestRuns.Utc(one.End));
}
