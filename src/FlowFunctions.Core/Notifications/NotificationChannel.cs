namespace FlowFunctions.Core.Notifications;

/// <summary>A way to each user of a notification.</summary>
public enum NotificationChannel
{
    /// <summary>The user's feed.</summary>
    InApp,

    /// <summary>The user's address, where one is known.</summary>
    Email,
}
