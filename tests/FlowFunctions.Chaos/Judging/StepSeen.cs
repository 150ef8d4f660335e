namespace FlowFunctions.Chaos.Judging;

/// <summary>A step as a run's record has it. Times are in seconds since the beginning of the trial.</summary>
/// <param name="Status">As the API spells it.</param>
/// <param name="Message">What its target says.</param>
/// <param name="ErrorCode">Null where there is none.</param>
internal sealed record StepSeen(string Status, string? Message, int? ErrorCode)
{
    /// <summary>When it started; null where it has not.</summary>
    public double? StartedAt { get; init; }

    /// <summary>When it ended; null where it has not.</summary>
    public double? EndedAt { get; init; }
}
