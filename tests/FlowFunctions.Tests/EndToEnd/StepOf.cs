namespace FlowFunctions.Tests.EndToEnd;

/// <summary>A step of a flow to create, with the integration that it refers to.</summary>
/// <param name="Name">The integration's name; steps depend on each other by it.</param>
/// <param name="Url">The integration's endpoint.</param>
/// <param name="DependsOn">Names of other steps.</param>
/// <param name="IsSkipped">Whether the step is left out.</param>
/// <param name="OnFailure">stop or continue.</param>
internal sealed record StepOf(string Name, string Url, string[]? DependsOn = null, bool IsSkipped = false, string OnFailure = "stop");
