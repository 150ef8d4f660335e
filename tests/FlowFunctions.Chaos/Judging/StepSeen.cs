using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Judging;

/// <summary>A step as a run's record has it. Times are in seconds since the beginning of the trial.</summary>
/// <param name="Status">As the API spells it.</param>
/// <param name="Message">What its target says.</param>
/// <param name="ErrorCode">Null where there is none.</param>
internal sealed record StepSeen(string Status, string? Message, int? ErrorCode)
{
    private const string Unkept = "It was started by a host that was lost before that was on record; its target may have done its work.";

    private const string UnkeptTry = "Its next try was started by a host that was lost before that was on record; its target may have done its work.";

    /// <summary>Whether a host that was lost may have had it, or its last try, begun later than its run ended: until that is on record nothing keeps it from beginning.</summary>
    public bool MayBeginLate => IsUnkept || (Status == StepStatuses.Cancelled && Message?.Contains(UnkeptTry, StringComparison.Ordinal) == true);

    /// <summary>Whether its record says that it was begun by a host that was lost, for what the run knew then, and that its end is not known. When it began is not known either.</summary>
    public bool IsUnkept => Status == StepStatuses.Cancelled && Message?.StartsWith(Unkept, StringComparison.Ordinal) == true;

    /// <summary>
    /// Whether when it began is not on record: as above, or its end is known from itself alone. Then it has the run's end for both times; a step that its run knew of began in one turn and ended in
    /// another.
    /// </summary>
    public bool HasNoBeginning => IsUnkept || (StartedAt is { } start && start == EndedAt);

    /// <summary>When it started; null where it has not.</summary>
    public double? StartedAt { get; init; }

    /// <summary>When it ended; null where it has not.</summary>
    public double? EndedAt { get; init; }
}
