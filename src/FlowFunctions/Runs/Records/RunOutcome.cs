using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>How a run ended, in one word: for the log, whose alerts wait for it, and for metrics and traces.</summary>
internal static class RunOutcome
{
    public const string Success = "success";
    public const string PartialSuccess = "partial_success";
    public const string Failure = "failure";
    public const string Cancelled = "cancelled";

    /// <summary>A scheduled run that never started.</summary>
    public const string Skipped = "skipped";

    /// <param name="run">One that is on record as ended.</param>
    public static string Of(RunDocument run) => run.Result switch
    {
        { Success: true } => run.Steps.Any(step => step.Status == StepStatus.PartialSuccess) ? PartialSuccess : Success,
        { ErrorCode: RunErrorCodes.Cancelled } => Cancelled,
        { ErrorCode: RunErrorCodes.Skipped } => Skipped,
        _ => Failure,
    };
}
