using FlowFunctions.Core.Notifications;
using FlowFunctions.Definitions;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>A notification configuration as it is read.</summary>
internal sealed record NotificationResource(
    string NotificationId,
    IReadOnlyList<string> IntegrationIds,
    IReadOnlyList<NotificationChannel> Channels,
    IReadOnlyList<string> Webhooks,
    NotificationRulesResource Notifications)
{
    /// <param name="document">As it is stored.</param>
    /// <param name="owners">The flows and integrations that it lists, by id.</param>
    /// <param name="users">Who its users are.</param>
    public static NotificationResource Of(NotificationDocument document, IReadOnlyDictionary<string, Runnable> owners, NotificationUsers users) =>
        new(
            document.Id,
            [.. document.Input.IntegrationIds.Where(id => owners.GetValueOrDefault(id)?.NotificationId == document.Id)],
            document.Input.Channels,
            document.Input.Webhooks,
            new([.. document.Input.Rules.Select(rule => NotificationRuleResource.Of(rule, users))]));
}
