using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Notifications;

/// <summary>Reads a notification configuration as a client sends it.</summary>
public static class NotificationInputReader
{
    private static readonly FieldNames Fields = new("integrationIds", "channels", "webhooks", "notifications");
    private static readonly FieldNames NotificationsFields = new("config");

    /// <summary>Never throws, whatever the bytes are. Whether the integrations and webhooks exist is for others to say.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    public static Parsed<NotificationInput> Read(ReadOnlyMemory<byte> utf8Json) => DocumentReader.Read(utf8Json, ReadConfiguration);

    /// <summary>Whether the text may name a webhook: 1 to 64 letters, digits, '-' and '_'.</summary>
    public static bool IsWebhookName(string text) =>
        text.Length is > 0 and <= NotificationInput.MaximumWebhookNameLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static NotificationInput? ReadConfiguration(DocumentValue root)
    {
        if (root.AsObject(Fields) is not { } configuration)
        {
            return null;
        }

        var integrationIds = configuration.Required("integrationIds") is { } ids ? ReadIntegrationIds(ids) : [];
        var channels = configuration.Required("channels");
        var webhooks = configuration.Optional("webhooks");
        var input = new NotificationInput
        {
            IntegrationIds = integrationIds,
            Channels = channels is null ? [] : ReadChannels(channels),
            Webhooks = webhooks is null ? [] : ReadWebhooks(webhooks),
            Rules = configuration.Required("notifications")?.AsObject(NotificationsFields)?.Required("config") is { } rules ? ReadRules(rules) : [],
        };
        if (IsEmptyArray(channels) && (webhooks is null || IsEmptyArray(webhooks)))
        {
            channels!.Refuse("Give at least one channel, 'in_app' or 'email', or name a webhook in 'webhooks'.");
        }

        return input;
    }

    private static List<string> ReadIntegrationIds(DocumentValue value)
    {
        var items = value.AsArray();
        if (items is { Count: 0 or > NotificationInput.MaximumIntegrations })
        {
            value.Refuse($"Give 1 to {NotificationInput.MaximumIntegrations} ids of integrations or flows, but there are {items.Count}.");
        }

        return ReadDistinct(items, item => item.AsResourceId(), "The id is given more than once.");
    }

    private static List<NotificationChannel> ReadChannels(DocumentValue value)
    {
        var channels = new List<NotificationChannel>();
        foreach (var item in value.AsArray() ?? [])
        {
            if (item.AsOneOf(("in_app", NotificationChannel.InApp), ("email", NotificationChannel.Email)) is not { } channel)
            {
                continue;
            }

            if (channels.Contains(channel))
            {
                item.Refuse("The channel is given more than once.");
            }

            channels.Add(channel);
        }

        return channels;
    }

    private static List<string> ReadWebhooks(DocumentValue value)
    {
        var items = value.AsArray();
        if (items is { Count: > NotificationInput.MaximumWebhooks })
        {
            value.Refuse($"Give at most {NotificationInput.MaximumWebhooks} webhooks, but there are {items.Count}.");
        }

        return ReadDistinct(items, ReadWebhook, "The webhook is given more than once.", StringComparer.OrdinalIgnoreCase);
    }

    private static string? ReadWebhook(DocumentValue value)
    {
        if (value.AsString() is not { } name)
        {
            return null;
        }

        if (!IsWebhookName(name))
        {
            value.Refuse(
                $"Must be a webhook's name of 1 to {NotificationInput.MaximumWebhookNameLength} letters, digits, '-' and '_', but is {Quoted.Of(name)}.");
            return null;
        }

        return name;
    }

    private static List<NotificationRule> ReadRules(DocumentValue value)
    {
        var items = value.AsArray();
        if (items is { Count: 0 })
        {
            value.Refuse("Give at least one type; to tell nobody, delete the notification configuration.");
        }

        var given = new HashSet<NotificationType>();
        return [.. (items ?? []).Select(item => NotificationRuleReader.Read(item, given)).OfType<NotificationRule>()];
    }

    internal static List<string> ReadDistinct(
        IReadOnlyList<DocumentValue>? items, Func<DocumentValue, string?> read, string repeated, StringComparer? comparer = null)
    {
        var distinct = new HashSet<string>(comparer ?? StringComparer.Ordinal);
        var values = new List<string>();
        foreach (var item in items ?? [])
        {
            if (read(item) is not { } text)
            {
                continue;
            }

            if (!distinct.Add(text))
            {
                item.Refuse(repeated);
            }

            values.Add(text);
        }

        return values;
    }

    private static bool IsEmptyArray(DocumentValue? value) => value?.Kind == System.Text.Json.JsonValueKind.Array && value.AsArray() is { Count: 0 };
}
