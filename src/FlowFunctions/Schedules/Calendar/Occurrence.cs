using FlowFunctions.Core;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Schedules;

/// <summary>An occurrence of a schedule.</summary>
/// <param name="Schedule">As it is now.</param>
/// <param name="Calendar">Its own.</param>
/// <param name="At">UTC.</param>
/// <param name="IsComing">Whether its time has not come, or nobody has looked at it since.</param>
internal sealed record Occurrence(ScheduleDocument Schedule, ScheduleCalendar Calendar, DateTime At, bool IsComing)
{
    /// <summary>Of the run that it starts.</summary>
    public string RunId => IdOf(Schedule.OwnerId, At);

    /// <summary>The same for the same occurrence of the same schedule.</summary>
    /// <param name="ownerId">Of the flow or integration.</param>
    /// <param name="at">UTC.</param>
    public static string IdOf(string ownerId, DateTime at) => ResourceId.Derive(new DateTimeOffset(at, TimeSpan.Zero), ownerId);

    /// <summary>UTC; when the occurrence was that has <see cref="IdOf"/> this id. Null for a run that no schedule of the owner started.</summary>
    /// <param name="ownerId">Of the flow or integration.</param>
    /// <param name="runId">Of one of its runs.</param>
    public static DateTime? AtOf(string ownerId, string runId) => ResourceId.InstantOf(runId)?.UtcDateTime is { } at && IdOf(ownerId, at) == runId ? at : null;
}
