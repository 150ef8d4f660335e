namespace FlowFunctions.Chaos.Flows;

/// <summary>The words of the contract for where a step stands.</summary>
internal static class StepStatuses
{
    public const string Success = "success";
    public const string PartialSuccess = "partial_success";
    public const string Failure = "failure";
    public const string Skipped = "skipped";
    public const string NotRun = "not_run";
    public const string Cancelled = "cancelled";

    /// <summary>Whether the step's target has decided it.</summary>
    public static bool IsEndOfItsOwn(string status) => status is Success or PartialSuccess or Failure;
}
