using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>Turns JSON in snake_case into the camelCase of the document's schemas.</summary>
internal static class Spelling
{
    // Names within are those of others; the last is one that the contract itself spells so.
    private static readonly HashSet<string> Foreign = ["headers", "serviceAccountKey", "history_of_runs"];

    public static JsonElement Of(JsonElement value, bool isSnakeCase) =>
        isSnakeCase ? JsonSerializer.SerializeToElement(ToCamelCase(JsonNode.Parse(value.GetRawText()))) : value;

    private static JsonNode? ToCamelCase(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.Select(member =>
        {
            var name = Foreign.Contains(member.Key) ? member.Key : ToCamelCase(member.Key);
            var isForeign = name is "headers" or "serviceAccountKey";
            return KeyValuePair.Create(name, isForeign ? member.Value?.DeepClone() : ToCamelCase(member.Value));
        })),
        JsonArray items => new JsonArray([.. items.Select(ToCamelCase)]),
        null => null,
        _ => value.DeepClone(),
    };

    private static string ToCamelCase(string name) =>
        string.Concat(name.Split('_').Select((word, index) => index == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
