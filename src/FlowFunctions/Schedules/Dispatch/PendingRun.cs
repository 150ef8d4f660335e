using System.Text.Json.Serialization;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Schedules;

/// <summary>
/// What was decided about a schedule that came due, and is still to be done: the run to start, the occurrences to record as left out. It is
/// stored in the very transaction that moves the schedule on, and deleted once it is done.
/// </summary>
public sealed record PendingRun
{
    /// <summary>The run to start; null where no occurrence was recent enough to run.</summary>
    public ScheduledRun? Run { get; init; }

    /// <summary>The occurrences that were too old to run; null where there were none.</summary>
    public MissedRuns? Missed { get; init; }

    /// <summary>The row's key.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    /// <summary>What is to be done about occurrences of a schedule; null where there are none.</summary>
    /// <param name="schedule">As it was when they came due.</param>
    /// <param name="due">Which.</param>
    /// <param name="foundAt">UTC; when that was found.</param>
    /// <param name="window">How old an occurrence may be to be run.</param>
    public static PendingRun? Of(ScheduleDocument schedule, CatchUp due, DateTime foundAt, TimeSpan window)
    {
        var pending = new PendingRun
        {
            Run = due.Run is { } occurrence
                ? new(Occurrence.IdOf(schedule.OwnerId, occurrence), schedule.OwnerId, schedule.OwnerKind, occurrence, schedule.SetBy)
                : null,
            Missed = due is { FirstMissed: { } first, LastMissed: { } last }
                ? new(Occurrence.IdOf(schedule.OwnerId, last), schedule.OwnerId, schedule.OwnerKind, due.MissedCount, first, last, foundAt, window, schedule.SetBy)
                : null,
        };
        return pending is { Run: null, Missed: null } ? null : pending;
    }
}
