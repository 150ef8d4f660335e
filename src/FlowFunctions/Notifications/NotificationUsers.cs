using Microsoft.Extensions.Options;

namespace FlowFunctions.Notifications;

/// <summary>The users that configuration knows. Thread-safe.</summary>
public sealed class NotificationUsers(IOptions<NotificationsOptions> options)
{
    private readonly Dictionary<string, NotificationUserOptions> _byId =
        options.Value.Users.ToDictionary(user => IdOf(user.Key, user.Value), user => user.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>An id that is not configured is a user without names and address, who reads the feed under that id.</summary>
    public NotificationUser Find(string id) =>
        _byId.TryGetValue(id, out var user)
            ? new(id, user.FirstName, user.LastName, NullIfEmpty(user.Email), NullIfEmpty(user.Caller)?.Trim() ?? IdOf(id, user))
            : new(id, "", "", null, id);

    internal static string IdOf(string key, NotificationUserOptions user) => (NullIfEmpty(user.Id) ?? key).Trim();

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
