namespace FlowFunctions.Chaos.Judging;

/// <param name="Kind">What is wrong.</param>
/// <param name="Text">About what, with what was expected and what was seen.</param>
internal sealed record Finding(FindingKind Kind, string Text);
