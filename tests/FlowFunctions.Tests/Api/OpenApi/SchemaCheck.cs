using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>A schema of the document with all that it refers to, formats asserted.</summary>
internal sealed class SchemaCheck
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonSchema _schema;

    public SchemaCheck(JsonNode schema, JsonObject components)
    {
        var whole = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$defs"] = components.DeepClone(),
            ["allOf"] = new JsonArray(schema.DeepClone()),
        };
        _schema = JsonSchema.FromText(
            whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal),
            new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    }

    /// <summary>What is wrong with the value; empty where nothing is.</summary>
    public IReadOnlyList<string> FaultsOf(JsonElement value)
    {
        var results = _schema.Evaluate(value, Options);
        return results.IsValid
            ? []
            : [.. (results.Details ?? [])
                .Where(detail => detail.Errors is { Count: > 0 })
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Key}: {error.Value}"))
                .DefaultIfEmpty("not valid")];
    }

    public void MustAccept(JsonElement value, string what)
    {
        var faults = FaultsOf(value);
        Assert.True(faults.Count == 0, $"{what} is not as the API's document says.\n{string.Join('\n', faults.Take(20))}\n{value.GetRawText()}");
    }
}
