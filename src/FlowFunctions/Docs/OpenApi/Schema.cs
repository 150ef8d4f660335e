using System.Text.Json.Nodes;
using System.Xml;
using FlowFunctions.Core;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>Schemas (JSON Schema 2020-12) of the values that the API takes and gives. Each call makes a new one, for a node stands in one place.</summary>
internal static class Schema
{
    private const string DatePattern = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$";

    // The format "duration" knows no fractions of a second.
    private const string DurationPattern = @"^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$";

    /// <summary>One of <c>components/schemas</c>.</summary>
    public static JsonObject Ref(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    public static JsonObject Text(string description, int minimumLength = 0, int? maximumLength = null, string? pattern = null)
    {
        var schema = Typed("string", description);
        if (minimumLength > 0)
        {
            schema["minLength"] = minimumLength;
        }

        if (maximumLength is { } longest)
        {
            schema["maxLength"] = longest;
        }

        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    /// <summary>A name for people.</summary>
    public static JsonObject Name(string description, int maximumLength) =>
        Text($"{description} 1 to {maximumLength} characters after trimming, none of them a control character.", 1, maximumLength, @"\S");

    public static JsonObject Id(string description) =>
        Text(description, ResourceId.Length, ResourceId.Length, $"^[0-9a-f]{{{ResourceId.Length}}}$").Like(SampleIds.Flow);

    public static JsonObject User(string description) => Text(description + " The name of a key's owner.", 1).Like("ann");

    /// <summary>An instant, as answers write it.</summary>
    public static JsonObject Date(string description)
    {
        var schema = Text(description + " UTC, with milliseconds.", pattern: DatePattern);
        schema["format"] = "date-time";
        return schema.Like("2026-11-23T09:30:00.000Z");
    }

    /// <summary>A day of the calendar, in no time zone of its own.</summary>
    public static JsonObject Day(string description)
    {
        var schema = Text(description);
        schema["format"] = "date";
        return schema.Like("2026-12-01");
    }

    public static JsonObject Duration(string description, TimeSpan? minimum = null, TimeSpan? maximum = null)
    {
        var range = minimum is { } least && maximum is { } most ? $" From {XmlConvert.ToString(least)} to {XmlConvert.ToString(most)}." : "";
        return Text($"{description}{range} An ISO 8601 duration.", pattern: DurationPattern).Like("PT30M");
    }

    public static JsonObject Integer(string description, long? minimum = null, long? maximum = null)
    {
        var schema = Typed("integer", description);
        if (minimum is { } least)
        {
            schema["minimum"] = least;
        }

        if (maximum is { } most)
        {
            schema["maximum"] = most;
        }

        return schema;
    }

    /// <summary>From 0 to 1.</summary>
    public static JsonObject Fraction(string description) => Number(description, 0, 1);

    /// <summary>Whole or not.</summary>
    public static JsonObject Number(string description, double minimum, double maximum)
    {
        var schema = Typed("number", description);
        schema["minimum"] = minimum;
        schema["maximum"] = maximum;
        return schema;
    }

    public static JsonObject Boolean(string description) => Typed("boolean", description);

    public static JsonObject OneOf(string description, params IEnumerable<string> words)
    {
        var schema = Typed("string", description);
        schema["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]);
        return schema;
    }

    /// <summary>An id of Anaplan's own, as a client may write it.</summary>
    public static JsonObject DigitsInput(string description)
    {
        var schema = Text(description + " A whole number, or its digits as a string.", pattern: "^[0-9]{1,18}$");
        schema["type"] = new JsonArray("integer", "string");
        schema["minimum"] = 0;
        return schema.Like(118000000001);
    }

    /// <summary>An id of Anaplan's own, as answers write it.</summary>
    public static JsonObject Digits(string description) => Text(description + " Digits.", pattern: "^[0-9]{1,18}$").Like("118000000001");

    public static JsonObject List(string description, JsonObject item, int? minimum = null, int? maximum = null, bool unique = false)
    {
        var schema = Typed("array", description);
        schema["items"] = item;
        if (minimum is { } least)
        {
            schema["minItems"] = least;
        }

        if (maximum is { } most)
        {
            schema["maxItems"] = most;
        }

        if (unique)
        {
            schema["uniqueItems"] = true;
        }

        return schema;
    }

    /// <summary>An object with these properties and no others.</summary>
    public static JsonObject Object(string description, params IEnumerable<Field> fields)
    {
        var known = fields.ToList();
        var schema = Typed("object", description);
        schema["properties"] = new JsonObject(known.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Schema)));
        if (known.Exists(field => field.IsRequired))
        {
            schema["required"] = new JsonArray([.. known.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Name))]);
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>Exactly one of several kinds.</summary>
    public static JsonObject Either(string description, params IEnumerable<JsonObject> kinds) =>
        new() { ["description"] = description, ["oneOf"] = new JsonArray([.. kinds]) };

    /// <summary>The same, shown by a value that it may hold.</summary>
    public static JsonObject Like(this JsonObject schema, JsonNode example)
    {
        schema["examples"] = new JsonArray(example);
        return schema;
    }

    /// <summary>The same, or null.</summary>
    public static JsonObject OrNull(this JsonObject schema)
    {
        if (schema["type"] is not { } type)
        {
            return Nullable(schema);
        }

        schema["type"] = type is JsonArray several ? new JsonArray([.. several.Select(one => one!.DeepClone()), "null"]) : new JsonArray(type.DeepClone(), "null");
        (schema["enum"] as JsonArray)?.Add(null);
        return schema;
    }

    private static JsonObject Nullable(JsonObject schema)
    {
        var nullable = new JsonObject();
        if (schema["description"] is { } description)
        {
            schema.Remove("description");
            nullable["description"] = description;
        }

        nullable["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" });
        return nullable;
    }

    private static JsonObject Typed(string type, string description) =>
        description.Length == 0 ? new() { ["type"] = type } : new() { ["type"] = type, ["description"] = description };
}
