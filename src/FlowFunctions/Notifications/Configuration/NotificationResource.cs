using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>Who hears of what.</summary>
/// <param name="NotificationId">Of the configuration.</param>
/// <param name="IntegrationIds">Of the integrations and flows that it is for and that still are.</param>
/// <param name="Channels">How they hear of it; at least one, unless `webhooks` names one.</param>
/// <param name="Webhooks">Names of configured webhooks that hear of it too.</param>
/// <param name="Notifications">Who hears of which ends.</param>
[SchemaName("NotificationConfiguration")]
internal sealed record NotificationResource(
    [property: LooksLike(TextShape.Id)] string NotificationId,
    [property: Items(AreDistinct = true), MaxLength(NotificationInput.MaximumIntegrations), LooksLike(TextShape.Id)]
    IReadOnlyList<string> IntegrationIds,
    [property: Items(AreDistinct = true), MaxLength(2)] IReadOnlyList<NotificationChannel> Channels,
    [property: Items(AreDistinct = true), MaxLength(NotificationInput.MaximumWebhooks), RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
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
