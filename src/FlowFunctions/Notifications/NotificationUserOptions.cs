namespace FlowFunctions.Notifications;

/// <summary>A user of <c>Notifications:Users</c>.</summary>
public sealed class NotificationUserOptions
{
    /// <summary>The id, where it cannot be a setting's name (<c>ann@example.com</c>); null, the default, for the entry's name.</summary>
    public string? Id { get; set; }

    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    /// <summary>Null, the default, for a user who gets no mail.</summary>
    public string? Email { get; set; }

    /// <summary>The name that the user calls the service by, which is the name of their key: who reads their feed. Null, the default, for the id.</summary>
    public string? Caller { get; set; }
}
