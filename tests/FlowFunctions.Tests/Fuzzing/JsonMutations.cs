using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>Changes the structure of a document: its values, its names, how often they come.</summary>
internal static class JsonMutations
{
    /// <summary>More than the application reads; copies of copies would soon fill the memory, and the pool that JSON is written with.</summary>
    private const int MaximumLength = 2 * 1024 * 1024;

    private const string Mark = "\"\ue000\"";

    /// <summary>The same where the text is no object.</summary>
    public static string Mutate(string json, Random random)
    {
        if (json.Length > MaximumLength || Parse(json) is not { } document)
        {
            return json;
        }

        var objects = Objects(document).Where(candidate => candidate.Count > 0).ToList();
        if (objects.Count == 0)
        {
            return OddValues.Json(random);
        }

        var target = OddValues.Of(objects, random);
        var name = OddValues.Of(target.Select(property => property.Key).ToList(), random);
        var value = target[name]?.DeepClone();
        switch (random.Next(9))
        {
            case 0:
                target.Remove(name);
                break;
            case 1:
                target.Remove(name);
                target[Renamed(name, random)] = value;
                break;
            case 2:
                // Text for a value that no JsonNode can be: put in afterwards.
                target[name] = "\ue000";
                return Written(document).Replace(Mark, OddValues.Json(random), StringComparison.Ordinal);
            case 3:
                target[name] = "\ue000";
                return Written(document).Replace($"\"{name}\":{Mark}", $"\"{name}\":{Written(value)},\"{name}\":{OddValues.Json(random)}", StringComparison.Ordinal);
            case 4:
                target[OddValues.Text(random)] = OddValues.Text(random);
                break;
            case 5:
                target[name] = new JsonArray([.. Enumerable.Range(0, Math.Min(random.Next(300), MaximumLength / json.Length)).Select(_ => value?.DeepClone())]);
                break;
            case 7:
                // A name that is no text.
                return Written(document).Replace($"\"{name}\":", "\"\\ud800\":", StringComparison.Ordinal);
            case 6:
                target[JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = value;
                break;
            default:
                target[name] = OddValues.Text(random);
                break;
        }

        return Written(document);
    }

    private static JsonObject? Parse(string json)
    {
        try
        {
            // Names are read late: one that is no text, from an earlier mutation, must be met here.
            return JsonNode.Parse(json) is JsonObject document && Objects(document).All(one => one.Count >= 0) ? document : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string Renamed(string name, Random random) => random.Next(4) switch
    {
        0 => JsonNamingPolicy.SnakeCaseLower.ConvertName(name),
        1 => name.ToUpperInvariant(),
        2 => name + "s",
        _ => OddValues.Text(random),
    };

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(property => Objects(property.Value)).Prepend(one),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static string Written(JsonNode? node) =>
        node?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";
}
