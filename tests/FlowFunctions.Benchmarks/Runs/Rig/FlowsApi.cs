using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Defines and runs flows whose steps call the endpoint.</summary>
internal sealed class FlowsApi(HttpClient client, ScriptedEndpoint endpoint)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(5);

    private static int _made;

    /// <summary>Four steps that take no time: two at once after the first, and the last after both.</summary>
    /// <returns>The flow's id.</returns>
    public async Task<string> CreateDiamondAsync(CancellationToken cancellationToken)
    {
        var steps = new List<string>();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            steps.Add(await CreateIntegrationAsync(name, TimeSpan.Zero, cancellationToken));
        }

        return await CreateFlowAsync(
            "Diamond",
            [Step(steps[0]), Step(steps[1], steps[0]), Step(steps[2], steps[0]), Step(steps[3], steps[1], steps[2])],
            cancellationToken);
    }

    public async Task<IReadOnlyList<string>> CreateDiamondsAsync(int count, CancellationToken cancellationToken)
    {
        var flows = new List<string>();
        while (flows.Count < count)
        {
            flows.Add(await CreateDiamondAsync(cancellationToken));
        }

        return flows;
    }

    /// <summary>Steps that each take some time, one after another.</summary>
    /// <returns>The flow's id.</returns>
    public async Task<string> CreateChainAsync(int length, TimeSpan each, CancellationToken cancellationToken)
    {
        var steps = new List<JsonObject>();
        string? before = null;
        for (var number = 1; number <= length; number++)
        {
            var integration = await CreateIntegrationAsync($"Step {number}", each, cancellationToken);
            steps.Add(before is null ? Step(integration) : Step(integration, before));
            before = integration;
        }

        return await CreateFlowAsync("Chain", steps, cancellationToken);
    }

    /// <summary>Steps that take no time: one, then all others at once.</summary>
    /// <returns>The flow's id.</returns>
    public async Task<string> CreateFanOutAsync(int width, CancellationToken cancellationToken)
    {
        var steps = new List<JsonObject>();
        string? first = null;
        while (steps.Count < width)
        {
            var integration = await CreateIntegrationAsync("Fan", TimeSpan.Zero, cancellationToken);
            steps.Add(first is null ? Step(integration) : Step(integration, first));
            first ??= integration;
        }

        return await CreateFlowAsync("Fan-out", steps, cancellationToken);
    }

    /// <summary>So many steps in each of so many layers, each after its neighbour of the layer before.</summary>
    /// <returns>The flow's id.</returns>
    public async Task<string> CreateLayersAsync(int width, int layers, TimeSpan each, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var steps = new List<JsonObject>();
        while (steps.Count < width * layers)
        {
            ids.Add(await CreateIntegrationAsync("Layered", each, cancellationToken));
            steps.Add(steps.Count < width ? Step(ids[^1]) : Step(ids[^1], ids[^(width + 1)]));
        }

        return await CreateFlowAsync("Layers", steps, cancellationToken);
    }

    /// <returns>The run's id.</returns>
    public async Task<string> StartRunAsync(string flowId, CancellationToken cancellationToken) =>
        (string)(await PostAsync($"integrationflows/{flowId}/run", null, cancellationToken))["run"]!["id"]!;

    /// <summary>Returns when the run's record says that it has ended.</summary>
    /// <exception cref="MeasureException">It does not end in time, or not as a success.</exception>
    public Task RunEndedAsync(string flowId, string runId, CancellationToken cancellationToken) => RunEndedAsync(flowId, runId, LookAgainAfter, cancellationToken);

    /// <summary>The same for somebody who looks once in so long.</summary>
    /// <param name="flowId">Of the flow.</param>
    /// <param name="runId">Of its run.</param>
    /// <param name="lookAgainAfter">From one answer to the next request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="looked">Told of each look how long it took; null for nobody.</param>
    public async Task RunEndedAsync(string flowId, string runId, TimeSpan lookAgainAfter, CancellationToken cancellationToken, Action<TimeSpan>? looked = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < EndsWithin)
        {
            var asked = TimeProvider.System.GetTimestamp();
            var answer = await client.GetFromJsonAsync<JsonNode>(new Uri($"integrationflows/{flowId}/runs/{runId}", UriKind.Relative), cancellationToken);
            looked?.Invoke(TimeProvider.System.GetElapsedTime(asked));
            var run = answer!["run"]!;
            if (run["endDate"] is not null)
            {
                if (!(bool)run["success"]!)
                {
                    throw new MeasureException($"A run ended otherwise than it should: {run["message"]}");
                }

                return;
            }

            await Task.Delay(lookAgainAfter, cancellationToken);
        }

        throw new MeasureException($"The run {runId} did not end within {EndsWithin.TotalMinutes:0} minutes.");
    }

    /// <summary>One run from its request to its end.</summary>
    public async Task<TimeSpan> RunAsync(string flowId, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        await RunEndedAsync(flowId, await StartRunAsync(flowId, cancellationToken), cancellationToken);
        return TimeProvider.System.GetElapsedTime(since);
    }

    /// <summary>A run of each flow, all asked for at once.</summary>
    /// <returns>From the first request to the last run's end.</returns>
    public async Task<TimeSpan> RunAllAsync(IReadOnlyList<string> flowIds, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        var runs = await Task.WhenAll(flowIds.Select(flowId => StartRunAsync(flowId, cancellationToken)));
        // One after the other: to ask for all again and again would be most of the work.
        foreach (var (flowId, runId) in flowIds.Zip(runs))
        {
            await RunEndedAsync(flowId, runId, cancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(since);
    }

    private static string Unique(string name) => $"{name} {Interlocked.Increment(ref _made)}";

    private static JsonObject Step(string referrer, params IEnumerable<string> dependsOn) =>
        new() { ["referrer"] = referrer, ["dependsOn"] = new JsonArray([.. dependsOn.Select(id => (JsonNode)id)]) };

    public async Task<string> CreateIntegrationAsync(string name, TimeSpan takes, CancellationToken cancellationToken)
    {
        var document = new JsonObject { ["name"] = Unique(name), ["endpoint"] = new JsonObject { ["url"] = endpoint.AddressOf(takes).ToString() } };
        return (string)(await PostAsync("integrations", document, cancellationToken))["integration"]!["integrationId"]!;
    }

    /// <summary>One whose task goes on for as long as anybody asks, once an hour.</summary>
    public async Task<string> CreateEndlessIntegrationAsync(CancellationToken cancellationToken)
    {
        var document = new JsonObject
        {
            ["name"] = Unique("Endless"),
            ["endpoint"] = new JsonObject { ["url"] = endpoint.EndlessAddress.ToString(), ["timeout"] = "PT24H", ["pollInterval"] = "PT1H" },
        };
        return (string)(await PostAsync("integrations", document, cancellationToken))["integration"]!["integrationId"]!;
    }

    private async Task<string> CreateFlowAsync(string name, IReadOnlyList<JsonObject> steps, CancellationToken cancellationToken)
    {
        var document = new JsonObject { ["name"] = Unique(name), ["steps"] = new JsonArray([.. steps]) };
        return (string)(await PostAsync("integrationflows", document, cancellationToken))["integrationFlow"]!["integrationFlowId"]!;
    }

    /// <exception cref="MeasureException">The answer is no success.</exception>
    public async Task<JsonNode> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new MeasureException($"POST {path} was answered {(int)answer.StatusCode}: {text}");
    }
}
