namespace FlowFunctions.Chaos.Target;

/// <summary>What a judge is told of an operation. Times are in seconds since the beginning of the trial.</summary>
/// <param name="Id">Its operation id.</param>
/// <param name="RunId">Of the flow's run.</param>
/// <param name="Outcome">How it ends, or would have.</param>
/// <param name="FirstCallAt">When it was first asked for.</param>
/// <param name="ToldAt">When its end was first told; null where it was not.</param>
/// <param name="LastCallAt">When it was last asked for; polls do not count.</param>
/// <param name="Calls">How often it was asked for; polls do not count.</param>
/// <param name="Polls">Of its task.</param>
/// <param name="IsCancelled">Whether its task was cancelled.</param>
internal sealed record OperationView(string Id, string RunId, OperationOutcome Outcome, double FirstCallAt, double? ToldAt, double LastCallAt, int Calls, int Polls, bool IsCancelled);
