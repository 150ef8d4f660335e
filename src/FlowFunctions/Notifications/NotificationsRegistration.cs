using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Notifications.Feed;
using FlowFunctions.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Notifications;

internal static class NotificationsRegistration
{
    /// <summary>Adds notification configurations, the outbox of runs, delivery and feeds. Needs the storage, the flows, the integrations and the targets.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddOptions<NotificationsOptions>()
            .Configure<IConfiguration>((options, configuration) => configuration.GetSection(NotificationsOptions.Section).Bind(options))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<NotificationsOptions>, NotificationsOptionsValidation>();
        services.AddSingleton<NotificationUsers>();
        services.AddSingleton<NotificationStore>();
        services.AddSingleton<NotificationEditor>();
        services.AddSingleton<DefaultNotifications>();
        services.AddSingleton<NotificationFeed>();
        services.AddSingleton<IRunOutbox, NotificationOutbox>();
        services.AddSingleton<DeliveryLog>();
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
