namespace FlowFunctions.Steps;

/// <summary>The step was cancelled, or another exchange moves it on: an activity may run twice. Whoever gets this stops, and leaves what it did as it is.</summary>
public sealed class StepSupersededException() : Exception("The step was cancelled, or is moved on by another exchange.");
