using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>Reads the members of what the service answers; it writes 64-bit numbers as strings.</summary>
internal static class JsonText
{
    /// <summary>Null where there is no such member, or it is no string.</summary>
    public static string? TextOf(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Null where there is no such member, or it is no whole number.</summary>
    public static long? NumberOf(this JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number
        : null;
}
