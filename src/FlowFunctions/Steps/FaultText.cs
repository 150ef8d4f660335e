namespace FlowFunctions.Steps;

/// <summary>One kind of fault in an action.</summary>
/// <param name="Text">In the target's words.</param>
/// <param name="Occurrences">How often it happened, at least 1.</param>
/// <param name="Type">The target's name for this kind of fault; null where it has none.</param>
/// <param name="Values">Examples, as the target gave them; empty where it gave none.</param>
public sealed record FaultText(string Text, long Occurrences, string? Type, IReadOnlyList<string> Values);
