using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Targets.Stores;

/// <summary>How the states of writes are written: as JSON with as few escapes as it allows, for names take most of their room.</summary>
internal static class StoreState
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(T state)
        where T : class => JsonSerializer.Serialize(state, Format);

    /// <exception cref="JsonException">The text is no such state.</exception>
    public static T Read<T>(string state)
        where T : class => JsonSerializer.Deserialize<T>(state, Format) ?? throw new JsonException("The state is null.");
}
