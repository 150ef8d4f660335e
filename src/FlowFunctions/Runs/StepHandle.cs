using Azure;

namespace FlowFunctions.Runs;

/// <summary>What is known of a running step's task at its target. Stored, so that an activity that runs again goes on where the last one was.</summary>
public sealed record StepHandle
{
    /// <summary>By which the target knows the task; null until the target has accepted one.</summary>
    public string? Task { get; init; }

    /// <summary>How many times the target was asked to start the step.</summary>
    public int Attempts { get; init; }

    /// <summary>Exchanges in a row that taught nothing.</summary>
    public int Failures { get; init; }

    /// <summary>0 to 1; null when the target does not say.</summary>
    public double? Progress { get; init; }

    /// <summary>What the target is doing, or why it is being asked again.</summary>
    public string? Message { get; init; }

    /// <summary>Nobody waits for the step any more: it must not be started again.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>The row's version; the default for a handle that is not stored yet.</summary>
    public ETag ETag { get; init; }
}
