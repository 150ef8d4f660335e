using Azure;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Schedules;

/// <summary>The schedule of an integration or a flow over HTTP: read, create, replace, delete, enable and disable.</summary>
public sealed class ScheduleEndpoints(ScheduleEditor editor, ScheduleStore schedules, Runnables runnables)
{
    private const string Schedule = "2/0/integrations/{id:length(32)}/schedule";

    /// <summary>Beside the original service's calls: a flow shows no schedule, and an <c>If-Match</c> needs a tag.</summary>
    [Function("GetSchedule")]
    [Takes(Role.Viewer)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var owner = await runnables.FindAsync(id, cancellationToken) ?? throw ScheduleErrors.OwnerNotFound(id);
        var schedule = await schedules.GetAsync(id, cancellationToken) ?? throw ScheduleErrors.NotFound(owner);
        return ApiResult.Ok("schedule", ScheduleResource.Of(schedule)).WithTag(new ETag(schedule.Version));
    }

    [Function("CreateSchedule")]
    [Takes(Role.Editor)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var schedule = ScheduleInputReader.Read(await request.ReadBodyAsync(cancellationToken), id).OrRefuse();
        return await editor.CreateAsync(id, schedule, request.Caller(), cancellationToken);
    }

    [Function("ReplaceSchedule")]
    [Takes(Role.Editor)]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var schedule = ScheduleInputReader.Read(await request.ReadBodyAsync(cancellationToken), id).OrRefuse();
        return await editor.ReplaceAsync(id, schedule, request, cancellationToken);
    }

    [Function("DeleteSchedule")]
    [Takes(Role.Editor)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, cancellationToken);

    [Function("SetScheduleStatus")]
    [Takes(Role.Operator)]
    public async Task<IResult> SetStatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Schedule + "/status/{status}")] HttpRequest request,
        string id,
        string status,
        CancellationToken cancellationToken) =>
        status switch
        {
            ScheduleResource.Enabled => await editor.SetStatusAsync(id, isEnabled: true, request, cancellationToken),
            ScheduleResource.Disabled => await editor.SetStatusAsync(id, isEnabled: false, request, cancellationToken),
            _ => throw ScheduleErrors.UnknownStatus(status),
        };
}
