namespace FlowFunctions.Cli.Client;

/// <summary>One step of a run.</summary>
internal sealed record RunStep
{
    /// <summary>Id of the integration that the step runs.</summary>
    public required string Referrer { get; init; }

    public required string Name { get; init; }

    public StepStatus Status { get; init; }

    /// <summary>Null until the step started.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>Null until the step ended, and for a step that never started.</summary>
    public DateTimeOffset? EndDate { get; init; }

    public int Attempts { get; init; }

    public string? Message { get; init; }

    public int? ExecutionErrorCode { get; init; }

    /// <summary>The integration's run, under which its errors and its dump are; null until the step started.</summary>
    public string? RunId { get; init; }

    /// <summary>0 to 1; null where the target does not tell.</summary>
    public double? Progress { get; init; }

    /// <summary>Null where the server does not tell: the run was recorded before it did.</summary>
    public StepDefinition? Definition { get; init; }

    /// <summary>Null for a step that runs by itself or has ended, and where the server does not tell.</summary>
    public StepWait? WaitingFor { get; init; }

    /// <summary>How long the step took, or has taken so far at <paramref name="now"/>; null for a step that never started.</summary>
    public TimeSpan? DurationAt(DateTimeOffset now)
    {
        if (StartDate is not { } start)
            return null;
        var duration = (EndDate ?? now) - start;
        return duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
    }
}
