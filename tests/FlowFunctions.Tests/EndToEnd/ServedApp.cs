using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using Microsoft.Azure.Functions.Worker.Builder;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>The whole application in the test's own process, on its own host and tables of its own.</summary>
internal sealed class ServedApp : IAsyncDisposable
{
    private const string Key = "the key of these tests";

    private readonly HostedApp _host;

    private ServedApp(HostedApp host)
    {
        _host = host;
        Client.DefaultRequestHeaders.Add("x-functions-key", Key);
    }

    public HttpClient Client => _host.Client;

    public IServiceProvider Services => _host.Services;

    /// <param name="storageConnectionString">Of the account.</param>
    /// <param name="settings">Over the defaults.</param>
    /// <param name="unique">Names tables and task hub, for an app that goes on with another's; null for ones of its own.</param>
    /// <param name="configure">Changes what the application has set up.</param>
    public static async Task<ServedApp> StartAsync(
        string storageConnectionString, Dictionary<string, string>? settings = null, string? unique = null, Action<FunctionsApplicationBuilder>? configure = null)
    {
        unique ??= "e" + Guid.CreateVersion7().ToString("N")[^15..];
        var salt = new byte[16];
        Dictionary<string, string> all = new(settings ?? [], StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = storageConnectionString,
            ["Flows:StoragePrefix"] = unique,
            ["Flows:TaskHub"] = unique,
            ["Targets:AllowPrivateNetworks"] = "true",
            ["Security:Keys:0:Name"] = "tester",
            ["Security:Keys:0:Role"] = "editor",
            ["Security:Keys:0:Salt"] = Convert.ToBase64String(salt),
            ["Security:Keys:0:Hash"] = Convert.ToBase64String(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Key)])),
        };
        return new(await HostedApp.StartAsync(all, configure));
    }

    public async Task<JsonNode> GetAsync(string path) => (await Client.GetFromJsonAsync<JsonNode>(path))!;

    public async Task<JsonNode> PostAsync(string path, JsonNode? body)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST {path} answered {(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Creates the integrations of the steps and a flow of them, and answers the flow's id.</summary>
    public Task<string> CreateFlowAsync(params StepOf[] steps) => FlowOf.CreateAsync(PostAsync, timeout: null, steps);

    /// <summary>The same, with a timeout of the flow's own.</summary>
    public Task<string> CreateFlowWithTimeoutAsync(string timeout, params StepOf[] steps) => FlowOf.CreateAsync(PostAsync, timeout, steps);

    public async Task<string> StartRunAsync(string flow) => (string)(await PostAsync($"2/0/integrationflows/{flow}/run", null))["run"]!["id"]!;

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
