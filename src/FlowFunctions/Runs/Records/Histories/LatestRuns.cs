using FlowFunctions.Definitions;

namespace FlowFunctions.Runs;

internal static class LatestRuns
{
    public const string RunningMessage = "Running";

    /// <summary>The run as its owner's <c>latestRun</c> shows it.</summary>
    public static LatestRun Of(RunDocument run) => new()
    {
        Id = run.Id,
        Outcome = RunOutcomes.Of(run),
        CancelledBy = run.CancelledBy,
        TriggeredBy = run.Trigger.User,
        TriggerSource = run.Trigger.Source,
        StartDate = Utc(run.StartDate),
        EndDate = Utc(run.EndDate),
        Success = run.Result?.Success ?? false,
        Message = run.Result?.Message ?? RunningMessage,
        ExecutionErrorCode = run.Result?.ErrorCode,
    };

    public static DateTimeOffset? Utc(DateTime? date) => date is { } known ? Utc(known) : null;

    private static DateTimeOffset Utc(DateTime date) => new(DateTime.SpecifyKind(date, DateTimeKind.Utc));
}
