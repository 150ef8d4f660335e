using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Schedules;

internal static class ScheduleErrors
{
    public static ApiException OwnerNotFound(string id) => ApiError.NotFound($"No integration or flow has the id '{id}'.");

    public static ApiException NotFound(Runnable owner) => ApiError.NotFound($"'{owner.Name}' has no schedule; create one with POST.");

    public static ApiException Exists(Runnable owner) => ApiError.Conflict($"'{owner.Name}' has a schedule already; change it with PUT, or delete it.");

    public static ApiException NeverRuns() =>
        ApiError.Invalid("schedule.endDate", "The schedule has no run between now and its end; give a later 'endDate', or none.");

    public static ApiException UnknownStatus(string status) => ApiError.Invalid("status", $"A schedule can be set 'enabled' or 'disabled', not '{status}'.");
}
