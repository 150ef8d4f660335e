using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>How messages are written into the queue. Most texts stay as they are, because a message holds 64 KiB and their escaping could be six times as long.</summary>
internal static class NotificationMessageJson
{
    /// <summary>Of a message before it is encoded as base64, which makes 64 KiB of them: https://learn.microsoft.com/rest/api/storageservices/put-message.</summary>
    public const int MaximumBytes = 48 * 1024;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>
    /// The message, of at most <see cref="MaximumBytes"/>. Where names and messages of steps take more (a character beyond the basic plane takes twelve bytes, a control character six), the
    /// last steps are counted instead of named; without any, everything else fits.
    /// </summary>
    public static BinaryData Write(NotificationMessage message)
    {
        while (true)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(message, Options);
            if (bytes.Length <= MaximumBytes || message.Notice.FailedSteps.Count == 0)
            {
                return new(bytes);
            }

            message = message with
            {
                Notice = message.Notice with { FailedSteps = [.. message.Notice.FailedSteps.SkipLast(1)], FurtherFailedSteps = message.Notice.FurtherFailedSteps + 1 },
            };
        }
    }

    /// <summary>Null where the text is no message.</summary>
    public static NotificationMessage? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<NotificationMessage>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
