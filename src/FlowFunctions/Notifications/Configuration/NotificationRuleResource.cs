using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Notifications;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>Who hears of ends of one type.</summary>
/// <param name="Type">How the run ended.</param>
/// <param name="Users">Who hears of it.</param>
internal sealed record NotificationRuleResource(
    NotificationType Type,
    [property: Length(1, NotificationRule.MaximumUsers)] IReadOnlyList<NotificationUserResource> Users)
{
    public static NotificationRuleResource Of(NotificationRule rule, NotificationUsers users) =>
        new(rule.Type, [.. rule.Users.Select(id => NotificationUserResource.Of(users.Find(id)))]);
}
