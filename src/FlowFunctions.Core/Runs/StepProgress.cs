namespace FlowFunctions.Core.Runs;

/// <summary>Where one step of a run stands.</summary>
public sealed record StepProgress
{
    public required string Referrer { get; init; }

    public required string Name { get; init; }

    public StepStatus Status { get; init; } = StepStatus.Pending;

    /// <summary>UTC; null until the step started.</summary>
    public DateTime? StartDate { get; init; }

    /// <summary>UTC; null until the step ended, and for a step that never started.</summary>
    public DateTime? EndDate { get; init; }

    /// <summary>How many of the step's tries have failed and were followed, or are to be followed, by another.</summary>
    public int Retries { get; init; }

    /// <summary>UTC; when the next try starts that a failed step waits for; null while it waits for none. Of a step that was cancelled: when the try would have started that never did.</summary>
    public DateTime? RetryAt { get; init; }

    /// <summary>How many times the target was asked to start the step, over all tries; 0 for a step that never started.</summary>
    public int Attempts { get; init; }

    public string? Message { get; init; }

    public int? ErrorCode { get; init; }
}
