using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>How messages are written into the queue. Texts stay as they are, because a message holds 64 KiB and their escaping could be six times as long.</summary>
internal static class NotificationMessageJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static BinaryData Write(NotificationMessage message) => new(JsonSerializer.SerializeToUtf8Bytes(message, Options));

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
