using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Connections;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Api;

/// <summary>The whole application on its own host, as a client that knows only CloudWorks uses it.</summary>
[Needs(Need.App)]
public class AnaplanSdkTests(AzuriteFixture azurite)
{
    private const string Key = "anaplan-sdk-test-key-0123456789abcdefghijkl";

    [Fact]
    public async Task Client_creates_gets_lists_updates_and_deletes()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var client = application.ClientWith(null);
        var sdk = new AnaplanSdk(client, ApiApplication.EditorKey);

        var process = await CreateIntegrationAsync(sdk, new JsonObject { ["name"] = "Process", ["version"] = "2.0", ["workspaceId"] = "8a81", ["modelId"] = "C0FFEE", ["processId"] = "118000000001" });
        var first = await CreateIntegrationAsync(sdk, Endpoint("First", "http://localhost:9"));
        var second = await CreateIntegrationAsync(sdk, Endpoint("Second", "http://localhost:9"));
        AnaplanSdk.MustBeIntegration((await sdk.GetAsync($"integrations/{process}")).GetProperty("integration"), single: true);
        AnaplanSdk.MustBeIntegration((await sdk.GetAsync($"integrations/{first}")).GetProperty("integration"), single: true);
        var integrations = await new AnaplanSdk(client, ApiApplication.EditorKey, pageSize: 2).GetPaginatedAsync("integrations", "integrations", "sortBy=-name");
        Assert.Equal(["Second", "Process", "First"], integrations.Select(integration => integration.GetProperty("name").GetString()));
        Assert.All(integrations, integration => AnaplanSdk.MustBeIntegration(integration, single: false));

        var created = await sdk.PostAsync("integrationflows", Flow("Nightly", first, second));
        var id = created.GetProperty("integrationFlow").GetProperty("integrationFlowId").GetString()!;
        AnaplanSdk.MustBeFlow((await sdk.GetAsync($"integrationflows/{id}")).GetProperty("integrationFlow"));
        AnaplanSdk.MustBeFlowSummary(Assert.Single(await sdk.GetPaginatedAsync("integrationflows", "integrationFlows", "myIntegrations=0")));
        AnaplanSdk.MustBeFlowSummary(Assert.Single(await sdk.GetPaginatedAsync("integrationflows", "integrationFlows", "myIntegrations=1")));
        await sdk.PutAsync($"integrationflows/{id}", Flow("Nightly 2", first, second));
        Assert.Equal("Nightly 2", (await sdk.GetAsync($"integrationflows/{id}")).GetProperty("integrationFlow").GetProperty("name").GetString());

        await sdk.DeleteAsync($"integrationflows/{id}");
        await sdk.DeleteAsync($"integrations/{first}");
        Assert.Empty(await sdk.GetPaginatedAsync("integrationflows", "integrationFlows"));
    }

    [Fact]
    public async Task Client_connects_and_makes_integrations_with_jobs()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var sdk = new AnaplanSdk(application.ClientWith(null), ApiApplication.EditorKey);
        var ids = new List<string>();
        foreach (var body in new[] { ConnectionBodies.Blob("Blob"), ConnectionBodies.S3("S3"), ConnectionBodies.BigQuery("BQ") })
        {
            ids.Add((await sdk.PostAsync("integrations/connections", JsonNode.Parse(body)!)).GetProperty("connections").GetProperty("connectionId").GetString()!);
        }

        await sdk.PutAsync($"integrations/connections/{ids[0]}", ConnectionBodies.BlobBody("Blob 2"));
        await sdk.PatchAsync($"integrations/connections/{ids[0]}", new JsonObject { ["name"] = "Blob 3" });
        var connections = await sdk.GetPaginatedAsync("integrations/connections", "connections");
        Assert.Equal(3, connections.Count);
        Assert.All(connections, AnaplanSdk.MustBeConnection);

        var job = new JsonObject
        {
            ["type"] = "AzureBlobToAnaplan",
            ["sources"] = new JsonArray(new JsonObject { ["connectionId"] = ids[0], ["type"] = "AzureBlob", ["file"] = "dummy/liquor_sales.csv" }),
            ["targets"] = new JsonArray(new JsonObject { ["type"] = "Anaplan", ["actionId"] = "112000000064", ["fileId"] = "113000000055" }),
        };
        foreach (var more in new[] { new JsonObject(), new JsonObject { ["processId"] = "118000000012" } })
        {
            JsonNode[] jobs = more.Count == 0 ? [job.DeepClone()] : [job.DeepClone(), job.DeepClone()];
            var body = new JsonObject(more.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))
            {
                ["name"] = $"Integration {more.Count}",
                ["version"] = "2.0",
                ["workspaceId"] = "8a81",
                ["modelId"] = "C0FFEE",
                ["nuxVisible"] = false,
                ["jobs"] = new JsonArray(jobs),
            };
            var id = await CreateIntegrationAsync(sdk, body);
            await sdk.PutAsync($"integrations/{id}", body);
            AnaplanSdk.MustBeIntegration((await sdk.GetAsync($"integrations/{id}")).GetProperty("integration"), single: true);
        }

        await sdk.DeleteAsync($"integrations/connections/{ids[0]}");
        var integrations = await sdk.GetPaginatedAsync("integrations", "integrations", "sortBy=name");
        Assert.Equal(["Import", "Process"], integrations.Select(integration => integration.GetProperty("integrationType").GetString()));
        Assert.All(integrations, integration => AnaplanSdk.MustBeIntegration(integration, single: false));
        AnaplanSdk.MustBeIntegration((await sdk.GetAsync($"integrations/{integrations[0].GetProperty("integrationId").GetString()}")).GetProperty("integration"), single: true);
    }

    [Fact]
    public async Task Client_runs_a_flow_and_one_step_of_it_and_deletes_it()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}"""));
        await using var host = await HostedApp.StartAsync(Settings());
        await Wait.Until(async () => (await host.Client.SendAsync("GET", "integrations", null, ("x-functions-key", Key))).Status == HttpStatusCode.OK);
        var sdk = new AnaplanSdk(host.Client, Key);
        var first = await CreateIntegrationAsync(sdk, Endpoint("First", endpoint.Url));
        var second = await CreateIntegrationAsync(sdk, Endpoint("Second", endpoint.Url));
        var created = await sdk.PostAsync("integrationflows", Flow("Nightly", first, second));
        var id = created.GetProperty("integrationFlow").GetProperty("integrationFlowId").GetString()!;

        foreach (var body in new[] { null, new JsonObject { ["stepsToRun"] = new JsonArray(second) } })
        {
            var url = $"integrationflows/{id}/run";
            var run = body is null ? await sdk.PostEmptyAsync(url) : await sdk.PostAsync(url, body);
            var runId = run.GetProperty("run").GetProperty("id").GetString()!;
            var flow = await Wait.For(
                async () => (await sdk.GetAsync($"integrationflows/{id}")).GetProperty("integrationFlow"),
                seen => seen.GetProperty("latestRun").GetProperty("endDate").ValueKind == JsonValueKind.String);
            AnaplanSdk.MustBeFlow(flow);
            Assert.True(flow.GetProperty("latestRun").GetProperty("success").GetBoolean(), flow.GetRawText());
            Assert.Equal("Success", flow.GetProperty("latestRun").GetProperty("message").GetString());
            AnaplanSdk.MustBeRunStatus((await sdk.GetAsync($"integrations/run/{runId}")).GetProperty("run"));
        }

        AnaplanSdk.MustBeIntegration((await sdk.GetAsync($"integrations/{second}")).GetProperty("integration"), single: true);
        Assert.Equal(3, endpoint.Received.Count);
        await sdk.DeleteAsync($"integrationflows/{id}");
    }

    private static async Task<string> CreateIntegrationAsync(AnaplanSdk sdk, JsonObject body) =>
        (await sdk.PostAsync("integrations", body)).GetProperty("integration").GetProperty("integrationId").GetString()!;

    private static JsonObject Endpoint(string name, string url) => new() { ["name"] = name, ["version"] = "2.0", ["nuxVisible"] = false, ["endpoint"] = new JsonObject { ["url"] = url + "/step" } };

    private static JsonObject Flow(string name, string first, string second) =>
        new()
        {
            ["name"] = name,
            ["version"] = "2.0",
            ["type"] = "IntegrationFlow",
            ["steps"] = new JsonArray(Step(first), Step(second, first)),
        };

    /// <summary>As the package dumps its model: no nulls, every default.</summary>
    private static JsonObject Step(string referrer, params IReadOnlyList<string> dependsOn)
    {
        var step = new JsonObject
        {
            ["type"] = "Integration",
            ["referrer"] = referrer,
            ["isSkipped"] = false,
            ["exceptionBehavior"] = new JsonArray(
                new JsonObject { ["type"] = "failure", ["strategy"] = "stop" },
                new JsonObject { ["type"] = "partial_success", ["strategy"] = "continue" }),
        };
        if (dependsOn.Count > 0)
        {
            step["dependsOn"] = new JsonArray([.. dependsOn.Select(id => (JsonNode)id)]);
        }

        return step;
    }

    private Dictionary<string, string> Settings()
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var unique = "S" + Guid.CreateVersion7().ToString("N")[^15..];
        return new()
        {
            ["AzureWebJobsStorage"] = azurite.NewAccount(),
            ["Flows:StoragePrefix"] = unique,
            ["Flows:TaskHub"] = unique,
            ["Targets:AllowPrivateNetworks"] = "true",
            ["Security:Keys:0:Name"] = "sdk",
            ["Security:Keys:0:Role"] = "editor",
            ["Security:Keys:0:Salt"] = Convert.ToBase64String(salt),
            ["Security:Keys:0:Hash"] = Convert.ToBase64String(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Key)])),
        };
    }
}
