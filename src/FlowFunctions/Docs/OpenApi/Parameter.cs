using System.Text.Json.Nodes;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>A parameter of a call.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Schema">What it holds.</param>
internal sealed record Parameter(string Name, string In, string Description, JsonObject Schema)
{
    public static Parameter Path(string name, JsonObject schema) => new(name, "path", (string)schema["description"]!, schema);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["in"] = In, ["description"] = Description };
        if (In == "path")
        {
            json["required"] = true;
        }

        var schema = Schema.DeepClone().AsObject();
        schema.Remove("description");
        json["schema"] = schema;
        return json;
    }
}
