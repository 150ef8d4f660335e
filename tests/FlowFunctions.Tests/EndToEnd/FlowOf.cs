using System.Text.Json.Nodes;

namespace FlowFunctions.Tests.EndToEnd;

internal static class FlowOf
{
    /// <summary>Creates the integrations of the steps and a flow of them, and answers the flow's id.</summary>
    /// <param name="postAsync">Posts to an application.</param>
    /// <param name="timeout">Of the flow; null for none.</param>
    /// <param name="steps">In the flow's order.</param>
    public static async Task<string> CreateAsync(Func<string, JsonNode?, Task<JsonNode>> postAsync, string? timeout, params StepOf[] steps)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var created = await postAsync("2/0/integrations", step.ToIntegration());
            ids.Add(step.Name, (string)created["integration"]!["integrationId"]!);
        }

        var flow = await postAsync("2/0/integrationflows", new JsonObject
        {
            ["name"] = "flow of " + string.Join(", ", steps.Select(step => step.Name)),
            ["timeout"] = timeout,
            ["steps"] = new JsonArray([.. steps.Select(step => step.ToStep(ids))]),
        });
        return (string)flow["integrationFlow"]!["integrationFlowId"]!;
    }
}
