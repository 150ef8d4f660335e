using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Definitions;

/// <summary>
/// Holds documents to the JSON Schema that editors use, so that the two never differ. It reads the words of JSON Schema that the schema has: $ref, type, const, enum,
/// properties, required, additionalProperties, items, minItems, maxItems, minLength, maxLength and pattern.
/// </summary>
internal static class DefinitionSchema
{
    private const string Resource = "flows.schema.json";

    private static readonly Lazy<JsonObject> Schema = new(() => JsonNode.Parse(Text)!.AsObject());

    /// <summary>The schema as it is published.</summary>
    public static string Text
    {
        get
        {
            using var stream = typeof(DefinitionSchema).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in the tool.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Every problem of a document of this kind, with its path.</summary>
    public static IEnumerable<(string Path, string Message)> Check(string kind, JsonNode document) => Check(Schema.Value["$defs"]![kind]!.AsObject(), document, "");

    private static IEnumerable<(string Path, string Message)> Check(JsonObject schema, JsonNode? value, string path)
    {
        if (schema.Text("$ref") is { } reference)
            schema = Schema.Value["$defs"]![reference[(reference.LastIndexOf('/') + 1)..]]!.AsObject();
        if (schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
            return [(path, $"Must be {only.ToJsonString()}.")];
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
            return [(path, OneOf(value, words))];
        if (schema["type"] is { } type && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
            return [(path, $"Must be {string.Join(" or ", Types(type).Select(Article))}, but is {(value is null ? "empty" : Article(TypeOf(value)))}.")];
        return value switch
        {
            JsonObject fields => CheckFields(schema, fields, path),
            JsonArray items => CheckItems(schema, items, path),
            JsonValue text when text.GetValueKind() == JsonValueKind.String => CheckText(schema, text.GetValue<string>(), path),
            _ => [],
        };
    }

    private static IEnumerable<(string Path, string Message)> CheckFields(JsonObject schema, JsonObject fields, string path)
    {
        var known = schema["properties"] as JsonObject ?? [];
        foreach (var required in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).Where(name => !fields.ContainsKey(name)))
            yield return (path, $"'{required}' is missing.");
        foreach (var (name, value) in fields)
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            var problems = known[name] is JsonObject field ? Check(field, value, at)
                : schema["additionalProperties"] is JsonObject other ? Check(other, value, at)
                : [(at, NearestName.Find(name, known.Select(one => one.Key)) is { } nearest ? $"Unknown; did you mean '{nearest}'?" : $"Unknown; there are {string.Join(", ", known.Select(one => one.Key))}.")];
            foreach (var problem in problems)
                yield return problem;
        }
    }

    private static IEnumerable<(string Path, string Message)> CheckItems(JsonObject schema, JsonArray items, string path)
    {
        if (items.Count < schema.Number("minItems"))
            yield return (path, string.Create(CultureInfo.InvariantCulture, $"Must have at least {schema.Number("minItems")} items, but has {items.Count}."));
        if (items.Count > schema.Number("maxItems"))
            yield return (path, string.Create(CultureInfo.InvariantCulture, $"Must have at most {schema.Number("maxItems")} items, but has {items.Count}."));
        for (var at = 0; schema["items"] is JsonObject item && at < items.Count; at++)
        {
            foreach (var problem in Check(item, items[at], string.Create(CultureInfo.InvariantCulture, $"{path}[{at}]")))
                yield return problem;
        }
    }

    private static IEnumerable<(string Path, string Message)> CheckText(JsonObject schema, string text, string path)
    {
        if (text.Trim().Length < schema.Number("minLength"))
            yield return (path, "Must not be empty.");
        if (text.Trim().Length > schema.Number("maxLength"))
            yield return (path, string.Create(CultureInfo.InvariantCulture, $"Must be at most {schema.Number("maxLength")} characters, but is {text.Trim().Length}."));
        if (schema.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
            yield return (path, $"Must be {schema.Text("description")?.TrimEnd('.') ?? pattern}, but is '{text}'.");
    }

    private static string OneOf(JsonNode? value, JsonArray words)
    {
        var known = words.Select(word => word!.GetValue<string>()).ToList();
        var given = value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : value?.ToJsonString() ?? "";
        return NearestName.Find(given, known) is { } nearest ? $"Must be one of {string.Join(", ", known)}; did you mean '{nearest}'?" : $"Must be one of {string.Join(", ", known)}, but is '{given}'.";
    }

    private static IReadOnlyList<string> Types(JsonNode type) => type is JsonArray several ? [.. several.Select(one => one!.GetValue<string>())] : [type.GetValue<string>()];

    private static string TypeOf(JsonNode? value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        JsonValue scalar => scalar.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => scalar.ToJsonString().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? "integer" : "number",
            JsonValueKind.Null => "null",
            _ => "boolean",
        },
        _ => "null",
    };

    private static string Article(string type) => type switch
    {
        "string" => "a text",
        "object" => "an object",
        "array" => "a list",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        _ => type,
    };
}
