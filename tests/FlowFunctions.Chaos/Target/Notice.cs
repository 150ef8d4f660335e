namespace FlowFunctions.Chaos.Target;

/// <summary>A message about the end of a run.</summary>
/// <param name="RunId">Of the run.</param>
/// <param name="Id">Of the message.</param>
/// <param name="Type">success, partial_failure or full_failure.</param>
/// <param name="Message">Of the run.</param>
internal sealed record Notice(string RunId, string Id, string Type, string Message);
