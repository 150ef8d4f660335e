using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Runs;

/// <summary>How a run ended, as it is written to <c>latestRun</c>.</summary>
/// <param name="Success">No step failed and nothing stopped the flow.</param>
/// <param name="Message">One sentence for a person, in the contract's wording.</param>
/// <param name="ErrorCode">Null on success; otherwise the code of the step that decided it, or one of <see cref="RunErrorCodes"/>.</param>
public sealed record RunResult(bool Success, string Message, int? ErrorCode)
{
    /// <summary>What the message of a run begins with that came to its end past steps which succeeded in part.</summary>
    public const string WithPartialSuccess = "Completed with partial success";

    /// <summary>What the message of a run begins with that has no end of its own.</summary>
    public const string BrokenOff = "Failed: ";

    internal const string ByUser = "Cancelled by ";

    /// <summary>Who ended the run; null where nobody did. A step's own message says more, and nothing of it here.</summary>
    [JsonIgnore]
    public string? CancelledBy => ErrorCode == RunErrorCodes.Cancelled && Message.StartsWith(ByUser, StringComparison.Ordinal) ? Message[ByUser.Length..] : null;

    /// <summary>Whether the run has no end of its own: it broke, or was given up. What a step that failed with the same code decided has another message.</summary>
    [JsonIgnore]
    public bool IsBrokenOff => ErrorCode == RunErrorCodes.Internal && Message.StartsWith(BrokenOff, StringComparison.Ordinal);
}
