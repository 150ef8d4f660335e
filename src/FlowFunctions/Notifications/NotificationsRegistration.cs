using FlowFunctions.Definitions;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Notifications.Feed;
using FlowFunctions.Runs;
using FlowFunctions.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Notifications;

internal static class NotificationsRegistration
{
    /// <summary>Adds notification configurations, the outbox of runs, delivery and feeds. Needs the storage, the flows, the integrations and the targets.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddCheckedOptions<NotificationsOptions>(NotificationsOptions.Section);
        services.AddSingleton<NotificationUsers>();
        services.AddSingleton<NotificationStore>();
        services.AddSingleton<NotificationEditor>();
        services.AddSingleton<DefaultNotifications>();
        services.AddSingleton<IRepair, LostNotifications>();
        services.AddSingleton<NotificationFeed>();
        services.AddSingleton<IRunOutbox, NotificationOutbox>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<IPurge, DeliveryPurge>();
        services.AddSingleton<DeliveryPlan>();
        services.AddSingleton<RunLinks>();
        services.AddSingleton<IDeliveryChannel, FeedChannel>();
        services.AddSingleton<IDeliveryChannel, MailSender>();
        services.AddSingleton<IDeliveryChannel, WebhookSender>();
        services.AddSingleton<NotificationDelivery>();
        services.AddSingleton<UndeliveredMessages>();
        services.AddHostedService<MailSwitch>();
        return services;
    }
}
