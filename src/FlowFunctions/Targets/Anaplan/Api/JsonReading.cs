using System.Globalization;
using System.Text.Json;
using FlowFunctions.Core.Texts;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Reads the service's JSON for what is needed of it: unknown fields do not matter, a field that is absent, null or of another kind is null, and ids and
/// numbers may be written as either. Texts are clean: here they come in.
/// </summary>
internal static class JsonReading
{
    /// <summary>Of an id or a name, in characters: far more than any of the service's.</summary>
    public const int MaximumNameLength = 200;

    /// <exception cref="JsonException">There is no such object.</exception>
    public static JsonElement Object(this JsonElement parent, string name) =>
        parent.Find(name) is { ValueKind: JsonValueKind.Object } found ? found : throw new JsonException($"{name} is missing");

    public static JsonElement? Find(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    /// <summary>Empty where there is no such list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name) =>
        parent.Find(name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    /// <summary>A text, or a number as it is written; null where it is empty.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.Find(name)?.AsText() is { Length: > 0 } text ? text : null;

    /// <summary>What the service knows something by, which goes into addresses and records; one that is longer than <see cref="MaximumNameLength"/> is none.</summary>
    public static string? Id(this JsonElement parent, string name) => parent.Text(name) is { Length: <= MaximumNameLength } id ? id : null;

    /// <summary>For people, of at most <see cref="MaximumNameLength"/>.</summary>
    public static string? Name(this JsonElement parent, string name) => parent.Text(name) is { } text ? ForeignText.Clean(text, MaximumNameLength) : null;

    public static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ForeignText.Clean(value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    public static double? Number(this JsonElement parent, string name) =>
        double.TryParse(parent.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static long? Integer(this JsonElement parent, string name) =>
        parent.Number(name) is { } number && Math.Abs(number) < long.MaxValue ? (long)number : null;

    /// <summary>False where it is absent.</summary>
    public static bool IsTrue(this JsonElement parent, string name) => bool.TryParse(parent.Text(name), out var value) && value;
}
