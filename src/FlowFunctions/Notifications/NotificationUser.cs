namespace FlowFunctions.Notifications;

/// <summary>Whom an id means.</summary>
/// <param name="Id">As the notification configuration has it.</param>
/// <param name="FirstName">Empty where unknown.</param>
/// <param name="LastName">Empty where unknown.</param>
/// <param name="Email">Null for a user who gets no mail.</param>
/// <param name="Caller">The name that the user calls the service by: the owner of the feed.</param>
public sealed record NotificationUser(string Id, string FirstName, string LastName, string? Email, string Caller);
