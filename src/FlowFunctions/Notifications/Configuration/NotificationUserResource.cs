using System.ComponentModel.DataAnnotations;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>
/// A user, with the names that the service's configuration has; empty where it does not know them. An address is never shown.
/// </summary>
/// <param name="UserGuid">Of the user.</param>
/// <param name="FirstName">As it is configured.</param>
/// <param name="LastName">As it is configured.</param>
internal sealed record NotificationUserResource(
    [property: MinLength(1)] string UserGuid,
    string FirstName,
    string LastName)
{
    public static NotificationUserResource Of(NotificationUser user) => new(user.Id, user.FirstName, user.LastName);
}
