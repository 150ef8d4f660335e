namespace FlowFunctions.Core.Runs;

/// <summary>How a run ended, as it is written to <c>latestRun</c>.</summary>
/// <param name="Success">No step failed and nothing stopped the flow.</param>
/// <param name="Message">One sentence for a person, in the contract's wording.</param>
/// <param name="ErrorCode">Null on success; otherwise the code of the step that decided it, or one of <see cref="RunErrorCodes"/>.</param>
public sealed record RunResult(bool Success, string Message, int? ErrorCode);
