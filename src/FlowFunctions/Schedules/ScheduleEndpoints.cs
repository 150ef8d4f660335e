using System.ComponentModel.DataAnnotations;
using Azure;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Schedules;

/// <summary>The schedule of an integration or a flow over HTTP: read, create, replace, delete, enable and disable.</summary>
[Tags("Schedules")]
public sealed class ScheduleEndpoints(ScheduleEditor editor, ScheduleStore schedules, Runnables runnables)
{
    private const string Schedule = "2/0/integrations/{id:length(32)}/schedule";

    /// <summary>Read a schedule</summary>
    /// <param name="id">Of the integration, or of a flow.</param>
    /// <response code="200">The schedule.</response>
    // Beside the original service's calls: a flow shows no schedule, and an If-Match needs a tag.
    [Function("GetSchedule")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [Answers<ScheduleResource>("schedule")]
    [AnswersTag]
    [NotFound("No integration and no flow has this id, or it has no schedule.")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var owner = await runnables.FindAsync(id, cancellationToken) ?? throw ScheduleErrors.OwnerNotFound(id);
        var schedule = await schedules.GetAsync(id, cancellationToken) ?? throw ScheduleErrors.NotFound(owner);
        return ApiResult.Ok("schedule", ScheduleResource.Of(schedule)).WithTag(new ETag(schedule.Version));
    }

    /// <summary>Schedule an integration or a flow</summary>
    /// <remarks>It is enabled. A schedule that has no run between now and its end is refused.</remarks>
    /// <param name="id">Of the integration, or of a flow.</param>
    /// <response code="200">It is scheduled.</response>
    [Function("CreateSchedule")]
    [Takes(Role.Editor)]
    [TakesBody("ScheduleRequest")]
    [AnswersTag]
    [NotFound("No integration and no flow has this id.")]
    [Conflict("It has a schedule already.")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var schedule = ScheduleInputReader.Read(await request.ReadBodyAsync(cancellationToken), id).OrRefuse();
        return await editor.CreateAsync(id, schedule, request.Caller(), cancellationToken);
    }

    /// <summary>Replace a schedule</summary>
    /// <remarks>A schedule that is disabled stays so. Its runs are from now on those of the caller.</remarks>
    /// <param name="id">Of the integration, or of a flow.</param>
    /// <response code="200">It is scheduled anew.</response>
    [Function("ReplaceSchedule")]
    [Takes(Role.Editor)]
    [TakesBody("ScheduleRequest", "hourly")]
    [AnswersTag]
    [NotFound("No integration and no flow has this id, or it has no schedule.")]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var schedule = ScheduleInputReader.Read(await request.ReadBodyAsync(cancellationToken), id).OrRefuse();
        return await editor.ReplaceAsync(id, schedule, request, cancellationToken);
    }

    /// <summary>Delete a schedule</summary>
    /// <param name="id">Of the integration, or of a flow.</param>
    /// <response code="200">It is scheduled no more.</response>
    [Function("DeleteSchedule")]
    [Takes(Role.Editor)]
    [NotFound("No integration and no flow has this id, or it has no schedule.")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, cancellationToken);

    /// <summary>Enable or disable a schedule</summary>
    /// <remarks>What a disabled schedule misses is not caught up.</remarks>
    /// <param name="id">Of the integration, or of a flow.</param>
    /// <param name="status">What it shall be.</param>
    /// <response code="200">It is so.</response>
    [Function("SetScheduleStatus")]
    [Takes(Role.Operator)]
    [TakesIfMatch]
    [AnswersTag]
    [NotFound("No integration and no flow has this id, or it has no schedule.")]
    public async Task<IResult> SetStatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Schedule + "/status/{status}")] HttpRequest request,
        string id,
        [AllowedValues(ScheduleResource.Enabled, ScheduleResource.Disabled)] string status,
        CancellationToken cancellationToken) =>
        status switch
        {
            ScheduleResource.Enabled => await editor.SetStatusAsync(id, isEnabled: true, request, cancellationToken),
            ScheduleResource.Disabled => await editor.SetStatusAsync(id, isEnabled: false, request, cancellationToken),
            _ => throw ScheduleErrors.UnknownStatus(status),
        };
}
