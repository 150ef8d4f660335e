namespace FlowFunctions.Notifications.Configuration;

internal sealed record NotificationRulesResource(IReadOnlyList<NotificationRuleResource> Config);
