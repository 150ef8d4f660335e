using System.ComponentModel.DataAnnotations;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>Who hears of which ends.</summary>
/// <param name="Config">Once for each type.</param>
internal sealed record NotificationRulesResource(
    [property: MaxLength(3)] IReadOnlyList<NotificationRuleResource> Config);
