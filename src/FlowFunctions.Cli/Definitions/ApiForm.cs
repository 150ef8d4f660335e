using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Definitions;

/// <summary>Makes of definitions what the API takes: ids in the place of names.</summary>
/// <param name="idOf">The id of something by its name.</param>
internal sealed class ApiForm(Func<Kind, string, string> idOf)
{
    /// <summary>A flow's or an integration's own document, without its schedule and notifications.</summary>
    public JsonObject Of(Definition definition)
    {
        var document = definition.Content.DeepClone().AsObject();
        foreach (var field in new[] { "kind", "schedule", "notifications" })
            document.Remove(field);
        document["name"] = definition.Name;
        foreach (var step in document.Items("steps"))
        {
            step["referrer"] = idOf(Kind.Integration, step.Text("referrer")!);
            if (step["dependsOn"] is JsonArray dependencies)
                step["dependsOn"] = new JsonArray([.. dependencies.Select(name => (JsonNode)idOf(Kind.Integration, name!.GetValue<string>()))]);
        }

        foreach (var end in Definition.JobEnds(document))
        {
            if (end.Text("connection") is not { } connection)
                continue;
            end.Remove("connection");
            end["connectionId"] = idOf(Kind.Connection, connection);
        }

        return document;
    }

    /// <summary>A connection's body, without its type.</summary>
    public static JsonObject BodyOf(Definition definition, IReadOnlyDictionary<string, JsonNode> secrets)
    {
        var body = definition.Content.DeepClone().AsObject();
        foreach (var field in new[] { "kind", "type", "secrets" })
            body.Remove(field);
        body["name"] = definition.Name;
        foreach (var (name, value) in secrets)
            body[name] = value.DeepClone();
        return body;
    }
}
