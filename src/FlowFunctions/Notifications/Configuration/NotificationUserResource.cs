namespace FlowFunctions.Notifications.Configuration;

/// <summary>A user as a notification configuration shows them; an address is never shown.</summary>
internal sealed record NotificationUserResource(string UserGuid, string FirstName, string LastName)
{
    public static NotificationUserResource Of(NotificationUser user) => new(user.Id, user.FirstName, user.LastName);
}
