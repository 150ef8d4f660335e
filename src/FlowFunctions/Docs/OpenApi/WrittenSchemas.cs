using System.Text.Json.Nodes;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>Stands in the made document for a schema that a JSON file has; the model takes no reference to what it has not made.</summary>
internal static class WrittenSchemas
{
    /// <summary>Name of the extension that names the schema.</summary>
    public const string Mark = "x-written";

    /// <summary>Puts references in the place of the marks.</summary>
    public static void Refer(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } schema when schema[Mark] is { } mark:
                schema.Clear();
                schema["$ref"] = "#/components/schemas/" + (string)mark!;
                break;
            case JsonObject members:
                foreach (var (_, member) in members)
                {
                    Refer(member);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Refer(item);
                }

                break;
        }
    }
}
