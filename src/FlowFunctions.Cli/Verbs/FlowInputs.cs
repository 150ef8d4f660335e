using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Verbs;

/// <summary>A flow as its author would write it, from what the API answers: without what the server adds.</summary>
internal static class FlowInputs
{
    private static readonly string[] FlowFields = ["name", "version", "nuxVisible", "timeout"];
    private static readonly string[] StepFields = ["referrer", "dependsOn", "isSkipped", "exceptionBehavior", "timeout", "retry"];

    public static JsonObject Of(JsonObject flow)
    {
        var input = Pick(flow, FlowFields);
        input["steps"] = new JsonArray([.. flow.Items("steps").Select(step => (JsonNode)Pick(step, StepFields))]);
        return input;
    }

    private static JsonObject Pick(JsonObject from, IEnumerable<string> fields) =>
        new(fields.Where(field => from[field] is not null).Select(field => KeyValuePair.Create(field, from[field]?.DeepClone())));
}
