using System.Text.Json.Serialization;

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
}
