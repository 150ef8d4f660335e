using FlowFunctions.Core;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Notifications.Feed;

/// <summary>The caller's own feed over HTTP: list and mark as read. Nobody reads another's.</summary>
[Tags("Notifications")]
public sealed class FeedEndpoints(NotificationFeed feed)
{
    private const string Collection = "2/0/notifications";

    /// <summary>List the caller's notifications, newest first</summary>
    /// <response code="200">A page of notifications.</response>
    [Function("ListNotifications")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [AnswersPage<FeedEntry>("notifications")]
    [Answers<int>("unreadCount", Description = "How many of the whole list are not marked as read.", Minimum = 0)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (limit, offset) = ListRequest.Read(request);
        var page = await feed.PageAsync(request.Caller().Name, limit, offset, cancellationToken);
        return Paging.ToResult("notifications", page.Entries, entry => entry).With("unreadCount", page.UnreadCount).WithTagOfContent(request);
    }

    /// <summary>Mark a notification as read</summary>
    /// <param name="id">Of the notification.</param>
    /// <response code="200">It is marked.</response>
    [Function("MarkNotificationRead")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [NotFound("The caller has no notification with this id.")]
    public async Task<IResult> MarkReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/{id:length(32)}/read")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        ResourceId.IsValid(id) && await feed.MarkReadAsync(request.Caller().Name, id, cancellationToken)
            ? ApiResult.Ok()
            : throw ApiError.NotFound($"No notification of yours has the id '{id}'.");

    /// <summary>Mark all notifications of the caller as read</summary>
    /// <response code="200">They are marked.</response>
    [Function("MarkAllNotificationsRead")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    public async Task<IResult> MarkAllReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/read")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        await feed.MarkAllReadAsync(request.Caller().Name, cancellationToken);
        return ApiResult.Ok();
    }
}
