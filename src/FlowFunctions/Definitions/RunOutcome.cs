using FlowFunctions.Core.Runs;

namespace FlowFunctions.Definitions;

/// <summary>What a run has come to, in one word.</summary>
internal static class RunOutcome
{
    /// <summary>There has been no run.</summary>
    public const string None = "none";

    public const string Running = "running";
    public const string Success = "success";
    public const string PartialSuccess = "partial_success";
    public const string Failure = "failure";
    public const string Cancelled = "cancelled";

    /// <summary>A scheduled run that never started.</summary>
    public const string Skipped = "skipped";

    /// <summary>What a flow or an integration can be found by: the outcome of its latest run. A skipped one is never the latest.</summary>
    public static readonly IReadOnlyList<string> OfLatest = [Running, Success, PartialSuccess, Failure, Cancelled, None];

    /// <summary>From what every record of a run says. A partial success is known by a flow's message alone.</summary>
    public static string Of(bool hasEnded, bool success, string message, int? errorCode) => (hasEnded, success, errorCode) switch
    {
        (false, _, _) => Running,
        (_, true, _) => message.StartsWith(RunResult.WithPartialSuccess, StringComparison.Ordinal) ? PartialSuccess : Success,
        (_, _, RunErrorCodes.Cancelled) => Cancelled,
        (_, _, RunErrorCodes.Skipped) => Skipped,
        _ => Failure,
    };
}
