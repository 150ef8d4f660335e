namespace FlowFunctions.Core.Runs;

/// <summary>The codes of a run's or a step's <c>executionErrorCode</c> that are the service's own.</summary>
public static class RunErrorCodes
{
    public const int Internal = 1000;
    public const int StepFailed = 1001;
    public const int StoppedOnPartialSuccess = 1002;
    public const int Cancelled = 1003;
    public const int TimedOut = 1004;
    public const int IntegrationMissing = 1005;
    public const int ConnectionRefused = 1006;
    public const int RejectedByTarget = 1007;

    /// <summary>A scheduled run that never started: the run before it was still going, or its time had passed unnoticed too long ago.</summary>
    public const int Skipped = 1008;

    /// <summary>Whether a code has a meaning of the service's own, or is kept for one: 1000 to 1099. What a target calls so means something else.</summary>
    public static bool IsOwn(int code) => code is >= 1000 and <= 1099;
}
