using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Client;

/// <summary>Reads what the API answers by the paths of its fields. What is absent reads as null: the fields of a newer or an older server are no fault.</summary>
internal static class ApiNodes
{
    /// <summary>The text of a field; numbers and truth values as JSON has them; null for null and for what is absent.</summary>
    /// <param name="node">Where the path begins.</param>
    /// <param name="path">Names with a dot between: "latestRun.message".</param>
    public static string? Text(this JsonNode? node, string path) => Find(node, path) is JsonValue value
        ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()
        : null;

    public static bool? Flag(this JsonNode? node, string path) => Find(node, path) is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
        ? Find(node, path)!.GetValue<bool>()
        : null;

    public static int? Number(this JsonNode? node, string path) =>
        int.TryParse(node.Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static DateTimeOffset? Instant(this JsonNode? node, string path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    /// <summary>The objects of an array; none where it is absent.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, string path) => Find(node, path) is JsonArray array ? array.OfType<JsonObject>() : [];

    private static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
            node = (node as JsonObject)?[name];
        return node;
    }
}
