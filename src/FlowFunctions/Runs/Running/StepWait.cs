using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>A step that goes on after its first activity.</summary>
/// <param name="Call">The step.</param>
/// <param name="NextAt">UTC; when to ask again.</param>
public sealed record StepWait(StepCall Call, DateTime NextAt);
