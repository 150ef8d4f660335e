using FlowFunctions.Core.Notifications;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>Notification configurations over HTTP: create, read, replace and delete.</summary>
public sealed class NotificationEndpoints(NotificationStore notifications, Runnables runnables, NotificationEditor editor, NotificationUsers users)
{
    private const string Collection = "2/0/integrations/notification";
    private const string Item = Collection + "/{id:length(32)}";

    [Function("GetNotificationConfiguration")]
    [Takes(Role.Viewer)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var document = await notifications.GetAsync(id, cancellationToken) ?? throw NotificationErrors.NotFound(id);
        var named = await runnables.FindManyAsync(document.Input.IntegrationIds, cancellationToken);
        return ApiResult.Ok("notifications", NotificationResource.Of(document, named, users)).WithTag(document.ETag);
    }

    [Function("CreateNotificationConfiguration")]
    [Takes(Role.Editor)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var input = NotificationInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.CreateAsync(input, request.Caller(), cancellationToken);
    }

    [Function("ReplaceNotificationConfiguration")]
    [Takes(Role.Editor)]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var input = NotificationInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.ReplaceAsync(id, input, request, cancellationToken);
    }

    [Function("DeleteNotificationConfiguration")]
    [Takes(Role.Editor)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, cancellationToken);
}
