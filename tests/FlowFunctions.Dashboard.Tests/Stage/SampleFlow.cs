using System.Text.Json.Nodes;

namespace FlowFunctions.Dashboard.Tests.Stage;

/// <summary>A flow that a test has made.</summary>
/// <param name="Id">Of the flow.</param>
/// <param name="Integrations">Ids, by the names of its steps.</param>
internal sealed record SampleFlow(string Id, IReadOnlyDictionary<string, string> Integrations)
{
    /// <param name="stage">Where it is made.</param>
    /// <param name="name">Of the flow; its steps' names begin with it.</param>
    /// <param name="steps">Name, path at the server of steps, what it waits for, and how the flow goes on when it fails.</param>
    public static async Task<SampleFlow> CreateAsync(DashboardFixture stage, string name, params (string Name, string Path, string[] DependsOn, string OnFailure)[] steps)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var created = await stage.PostAsync("2/0/integrations", new JsonObject
            {
                ["name"] = step.Name,
                ["endpoint"] = new JsonObject { ["url"] = stage.Steps.Url + step.Path, ["pollInterval"] = "PT1S" },
            });
            ids[step.Name] = (string)created["integration"]!["integrationId"]!;
        }

        var flow = await stage.PostAsync("2/0/integrationflows", new JsonObject
        {
            ["name"] = name,
            ["steps"] = new JsonArray([.. steps.Select(step => new JsonObject
            {
                ["referrer"] = ids[step.Name],
                ["dependsOn"] = new JsonArray([.. step.DependsOn.Select(before => JsonValue.Create(ids[before]))]),
                ["exceptionBehavior"] = new JsonArray(new JsonObject { ["type"] = "failure", ["strategy"] = step.OnFailure }),
            })]),
        });
        return new((string)flow["integrationFlow"]!["integrationFlowId"]!, ids);
    }

    public async Task<string> StartAsync(DashboardFixture stage) => (string)(await stage.PostAsync($"2/0/integrationflows/{Id}/run", null))["run"]!["id"]!;

    public Task WaitForEndAsync(DashboardFixture stage, string run) =>
        Wait.For(() => stage.GetAsync($"2/0/integrationflows/{Id}/runs/{run}"), answer => answer["run"]!["endDate"] is not null);

    /// <summary>A run of it that has ended.</summary>
    public async Task<string> RunAsync(DashboardFixture stage)
    {
        var run = await StartAsync(stage);
        await WaitForEndAsync(stage, run);
        return run;
    }
}
