namespace FlowFunctions.Targets.Anaplan;

/// <summary>A task of an action, as it was when it was asked for.</summary>
/// <param name="TaskId">By which the service knows it.</param>
/// <param name="State">Where it is.</param>
/// <param name="Progress">0 to 1; null where the service does not say.</param>
/// <param name="CurrentStep">What it is doing, for people; null where the service does not say.</param>
/// <param name="Result">Null until it is complete, and where the service gives none with that.</param>
internal sealed record ModelTask(string TaskId, ModelTaskState State, double? Progress, string? CurrentStep, ModelTaskResult? Result);
