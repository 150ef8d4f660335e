using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Notifications;

/// <summary>Reads who is told about ends of one type.</summary>
internal static class NotificationRuleReader
{
    private static readonly FieldNames Fields = new("type", "users");

    /// <param name="value">The entry of <c>config</c>.</param>
    /// <param name="given">The types of the entries before; the entry's is added.</param>
    public static NotificationRule? Read(DocumentValue value, HashSet<NotificationType> given)
    {
        if (value.AsObject(Fields) is not { } rule)
        {
            return null;
        }

        var typeValue = rule.Required("type");
        var type = typeValue?.AsOneOf(
            ("success", NotificationType.Success),
            ("partial_failure", NotificationType.PartialFailure),
            ("full_failure", NotificationType.FullFailure));
        var users = rule.Required("users") is { } list ? ReadUsers(list) : [];
        if (type is not { } known)
        {
            return null;
        }

        if (!given.Add(known))
        {
            typeValue!.Refuse("The type is given more than once; list its users in one entry.");
        }

        return new NotificationRule(known, users);
    }

    private static List<string> ReadUsers(DocumentValue value)
    {
        var items = value.AsArray();
        if (items is { Count: 0 or > NotificationRule.MaximumUsers })
        {
            value.Refuse($"Give 1 to {NotificationRule.MaximumUsers} users, but there are {items.Count}; to tell nobody, leave the type out.");
        }

        return NotificationInputReader.ReadDistinct(
            items, item => item.AsName(NotificationRule.MaximumUserIdLength), "The user is given more than once.");
    }
}
