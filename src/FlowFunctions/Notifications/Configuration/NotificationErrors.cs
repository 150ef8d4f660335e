using FlowFunctions.Http;

namespace FlowFunctions.Notifications.Configuration;

internal static class NotificationErrors
{
    public static ApiException NotFound(string id) => ApiError.NotFound($"No notification configuration has the id '{id}'.");

    public static ApiException Taken(string integrationId, string notificationId) =>
        ApiError.Conflict($"'{integrationId}' has the notification configuration '{notificationId}' already; change that one, or delete it first.");
}
