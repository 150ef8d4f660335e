namespace FlowFunctions.Runs;

/// <summary>When a try of a step was under way.</summary>
/// <param name="Start">UTC.</param>
/// <param name="Turn">UTC; when it got the turn on its model that it had to wait for. Null where it waited for none, and while it waits.</param>
/// <param name="End">UTC; null while it goes on.</param>
public sealed record TrySpan(DateTime Start, DateTime? Turn, DateTime? End);
