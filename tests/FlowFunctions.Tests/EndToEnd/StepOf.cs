using System.Text.Json.Nodes;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>A step of a flow to create, with the integration that it refers to.</summary>
/// <param name="Name">The integration's name; steps depend on each other by it.</param>
/// <param name="Url">The integration's endpoint.</param>
/// <param name="DependsOn">Names of other steps.</param>
/// <param name="IsSkipped">Whether the step is left out.</param>
/// <param name="OnFailure">stop or continue.</param>
/// <param name="Timeout">Of each try; null for none.</param>
/// <param name="Retries">How often the step is tried again; 0 for not at all.</param>
/// <param name="Backoff">Between two tries.</param>
internal sealed record StepOf(
    string Name,
    string Url,
    string[]? DependsOn = null,
    bool IsSkipped = false,
    string OnFailure = "stop",
    string? Timeout = null,
    int Retries = 0,
    string Backoff = "PT1S")
{
    public JsonObject ToIntegration() => new() { ["name"] = Name, ["endpoint"] = new JsonObject { ["url"] = Url } };

    /// <param name="ids">Of the integrations, by name.</param>
    public JsonObject ToStep(IReadOnlyDictionary<string, string> ids)
    {
        var step = new JsonObject
        {
            ["referrer"] = ids[Name],
            ["dependsOn"] = new JsonArray([.. (DependsOn ?? []).Select(name => JsonValue.Create(ids[name]))]),
            ["isSkipped"] = IsSkipped,
            ["exceptionBehavior"] = new JsonArray(new JsonObject { ["type"] = "failure", ["strategy"] = OnFailure }),
            ["timeout"] = Timeout,
        };
        if (Retries > 0)
        {
            step["retry"] = new JsonObject { ["count"] = Retries, ["backoff"] = Backoff, ["coefficient"] = 1 };
        }

        return step;
    }
}
