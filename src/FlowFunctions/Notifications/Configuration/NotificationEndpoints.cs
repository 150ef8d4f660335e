using FlowFunctions.Core.Notifications;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>Notification configurations over HTTP: create, read, replace and delete.</summary>
[Tags("Notifications")]
public sealed class NotificationEndpoints(NotificationStore notifications, Runnables runnables, NotificationEditor editor, NotificationUsers users)
{
    private const string Collection = "2/0/integrations/notification";
    private const string Item = Collection + "/{id:length(32)}";

    /// <summary>Read a notification configuration</summary>
    /// <param name="id">Of the notification configuration.</param>
    /// <response code="200">The configuration.</response>
    [Function("GetNotificationConfiguration")]
    [Takes(Role.Viewer)]
    [Answers<NotificationResource>("notifications")]
    [AnswersTag]
    [NotFound("No notification configuration has this id.")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var document = await notifications.GetAsync(id, cancellationToken) ?? throw NotificationErrors.NotFound(id);
        var named = await runnables.FindManyAsync(document.Input.IntegrationIds, cancellationToken);
        return ApiResult.Ok("notifications", NotificationResource.Of(document, named, users)).WithTag(document.ETag);
    }

    /// <summary>Create a notification configuration</summary>
    /// <remarks>For integrations and flows whose own was deleted: each has at most one.</remarks>
    /// <response code="200">The configuration's id.</response>
    [Function("CreateNotificationConfiguration")]
    [Takes(Role.Editor)]
    [TakesBody(nameof(NotificationInput))]
    [AnswersId("notification", "notificationId")]
    [AnswersTag]
    [Conflict("One of the integrations or flows has a notification configuration.")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var input = NotificationInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.CreateAsync(input, request.Caller(), cancellationToken);
    }

    /// <summary>Replace a notification configuration</summary>
    /// <param name="id">Of the notification configuration.</param>
    /// <response code="200">The configuration's id.</response>
    [Function("ReplaceNotificationConfiguration")]
    [Takes(Role.Editor)]
    [TakesBody(nameof(NotificationInput))]
    [AnswersId("notification", "notificationId")]
    [AnswersTag]
    [NotFound("No notification configuration has this id.")]
    [Conflict("One of the integrations or flows has another notification configuration.")]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var input = NotificationInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.ReplaceAsync(id, input, request, cancellationToken);
    }

    /// <summary>Delete a notification configuration</summary>
    /// <param name="id">Of the notification configuration.</param>
    /// <response code="200">The configuration is gone.</response>
    [Function("DeleteNotificationConfiguration")]
    [Takes(Role.Editor)]
    [NotFound("No notification configuration has this id.")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, cancellationToken);
}
