using Azure;
using FlowFunctions.Core;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Schedules;

/// <summary>
/// Sets, changes and deletes schedules. The next occurrence is always looked for after now: what was missed while a schedule was disabled is not made up for. What has come due by a schedule that is
/// changed, and was not taken yet, is: as it was then.
/// </summary>
public sealed class ScheduleEditor(ScheduleStore schedules, Runnables runnables, IOptions<SchedulesOptions> options, TimeProvider time)
{
    internal async Task<ApiResult> CreateAsync(string ownerId, ScheduleInput input, Caller caller, CancellationToken cancellationToken)
    {
        var owner = await runnables.FindAsync(ownerId, cancellationToken) ?? throw ScheduleErrors.OwnerNotFound(ownerId);
        var schedule = new ScheduleDocument
        {
            OwnerId = ownerId,
            OwnerKind = owner.Kind,
            Input = input,
            SetBy = caller.Name,
            Version = NewVersion(),
            NextAt = NextOf(input) ?? throw ScheduleErrors.NeverRuns(),
        };
        var created = await schedules.CreateAsync(schedule, cancellationToken) ?? throw ScheduleErrors.Exists(owner);
        if (await runnables.GetAsync(owner.Kind, ownerId, cancellationToken) is not null)
        {
            return Written(created);
        }

        // Deleted meanwhile, perhaps before there was a schedule to go with it.
        await schedules.DeleteOfAsync(ownerId, cancellationToken);
        throw ScheduleErrors.OwnerNotFound(ownerId);
    }

    /// <summary>A schedule that is disabled stays so. Its runs are from now on those of the caller.</summary>
    internal Task<ApiResult> ReplaceAsync(string ownerId, ScheduleInput input, HttpRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(
            ownerId,
            request,
            current =>
            {
                var next = NextOf(input) ?? throw ScheduleErrors.NeverRuns();
                return current with
                {
                    Input = input,
                    SetBy = request.Caller().Name,
                    Version = NewVersion(),
                    NextAt = current.IsEnabled ? next : null,
                };
            },
            DueOf,
            cancellationToken);

    /// <summary>Setting the status that the schedule has changes nothing.</summary>
    internal Task<ApiResult> SetStatusAsync(string ownerId, bool isEnabled, HttpRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(
            ownerId,
            request,
            current => current.IsEnabled == isEnabled
                ? current
                : current with { IsEnabled = isEnabled, Version = NewVersion(), NextAt = isEnabled ? NextOf(current.Input) : null },
            _ => null,
            cancellationToken);

    internal Task<ApiResult> DeleteAsync(string ownerId, HttpRequest request, CancellationToken cancellationToken) =>
        GuardAsync(ownerId, request, async schedule => await schedules.DeleteAsync(schedule, cancellationToken) ? ApiResult.Ok() : null, cancellationToken);

    private static ApiResult Written(ScheduleDocument schedule) => ApiResult.Ok().WithTag(new ETag(schedule.Version));

    /// <summary>It tells when the schedule became what it is (<see cref="OccurrenceCalendar"/>).</summary>
    private string NewVersion() => ResourceId.New(time.GetUtcNow());

    /// <param name="ownerId">Whose schedule is changed.</param>
    /// <param name="request">Its <c>If-Match</c> counts.</param>
    /// <param name="change">What the schedule becomes, from what it is.</param>
    /// <param name="due">What is to be done about what has come due by what it is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private Task<ApiResult> ChangeAsync(
        string ownerId, HttpRequest request, Func<ScheduleDocument, ScheduleDocument> change, Func<ScheduleDocument, PendingRun?> due, CancellationToken cancellationToken) =>
        GuardAsync(
            ownerId,
            request,
            async schedule =>
            {
                var next = change(schedule);
                if (next == schedule)
                {
                    return Written(schedule);
                }

                // Null where it came due or was changed meanwhile.
                return await schedules.ReplaceAsync(schedule, next, due(schedule), cancellationToken) is { } written ? Written(written) : null;
            },
            cancellationToken);

    private async Task<ApiResult> GuardAsync(
        string ownerId, HttpRequest request, Func<ScheduleDocument, Task<ApiResult?>> change, CancellationToken cancellationToken)
    {
        var owner = await runnables.FindAsync(ownerId, cancellationToken) ?? throw ScheduleErrors.OwnerNotFound(ownerId);
        return await GuardedChange.ChangeAsync(
            request,
            async () => await schedules.GetAsync(ownerId, cancellationToken) ?? throw ScheduleErrors.NotFound(owner),
            schedule => new ETag(schedule.Version),
            change);
    }

    /// <summary>The dispatcher has not come to it, as after a downtime or in the very second.</summary>
    private PendingRun? DueOf(ScheduleDocument schedule)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var window = options.Value.CatchUpWindow;
        return schedule.NextAt is { } dueAt && dueAt <= now ? PendingRun.Of(schedule, CatchUp.Of(new(schedule.Input), dueAt, now, window), now, window) : null;
    }

    private DateTime? NextOf(ScheduleInput input) => new ScheduleCalendar(input).Next(time.GetUtcNow().UtcDateTime);
}
