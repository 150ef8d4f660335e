using FlowFunctions.Core.Notifications;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>Who is told about ends of one type.</summary>
internal sealed record NotificationRuleResource(NotificationType Type, IReadOnlyList<NotificationUserResource> Users)
{
    public static NotificationRuleResource Of(NotificationRule rule, NotificationUsers users) =>
        new(rule.Type, [.. rule.Users.Select(id => NotificationUserResource.Of(users.Find(id)))]);
}
