namespace FlowFunctions.Chaos.Judging;

/// <summary>A step as a run's record has it.</summary>
/// <param name="Status">As the API spells it.</param>
/// <param name="Message">What its target says.</param>
/// <param name="ErrorCode">Null where there is none.</param>
/// <param name="HasStarted">Whether it has a start.</param>
internal sealed record StepSeen(string Status, string? Message, int? ErrorCode, bool HasStarted);
