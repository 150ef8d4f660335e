using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Schedules;

/// <summary>
/// The whole application on a host of its own, whose schedules go by a clock of the test's. Runs go by the machine's, as the task hub does. Hosts of the same
/// account share what is stored there.
/// </summary>
internal sealed class ScheduledHost : IAsyncDisposable
{
    private const string Key = "the key of these tests";

    private readonly HostedApp _host;

    private ScheduledHost(HostedApp host)
    {
        _host = host;
        host.Client.DefaultRequestHeaders.Add("x-functions-key", Key);
    }

    public RunHistory History => _host.Services.GetRequiredService<RunHistory>();

    public ScheduleStore Schedules => _host.Services.GetRequiredService<ScheduleStore>();

    public static async Task<ScheduledHost> StartAsync(string account, TimeProvider time)
    {
        var salt = new byte[16];
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = account,
            ["Targets:AllowPrivateNetworks"] = "true",

            // Tests turn the clock by months and want to see every run.
            ["Runs:Retention"] = "3650.00:00:00",
            ["Security:Keys:0:Name"] = "sue",
            ["Security:Keys:0:Role"] = "editor",
            ["Security:Keys:0:Salt"] = Convert.ToBase64String(salt),
            ["Security:Keys:0:Hash"] = Convert.ToBase64String(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Key)])),
        };
        var host = new ScheduledHost(await HostedApp.StartAsync(
            settings,
            builder => builder.Services
                .AddSingleton(provider => ActivatorUtilities.CreateInstance<ScheduleEditor>(provider, time))
                .AddSingleton(provider => ActivatorUtilities.CreateInstance<ScheduleDispatcher>(provider, time))
                .AddSingleton(provider => ActivatorUtilities.CreateInstance<ScheduledRunStarter>(provider, time))
                .AddSingleton(provider => ActivatorUtilities.CreateInstance<SkippedRuns>(provider, time))));

        await Wait.Until(async () => (await host._host.Client.GetAsync(new Uri("2/0/health/ready", UriKind.Relative))).IsSuccessStatusCode);
        return host;
    }

    /// <summary>What the timer does on the full minute of the machine's clock.</summary>
    public Task DispatchAsync() => _host.Services.GetRequiredService<ScheduleDispatcher>().DispatchAsync(CancellationToken.None);

    /// <summary>Creates an integration that calls <paramref name="url"/>.</summary>
    public async Task<string> CreateIntegrationAsync(string name, string url) =>
        (string)(await PostAsync("2/0/integrations", new JsonObject { ["name"] = name, ["endpoint"] = new JsonObject { ["url"] = url } }))["integration"]!["integrationId"]!;

    public async Task<string> CreateFlowAsync(string name, params string[] steps) =>
        (string)(await PostAsync("2/0/integrationflows", new JsonObject
        {
            ["name"] = name,
            ["steps"] = new JsonArray([.. steps.Select(step => new JsonObject { ["referrer"] = step })]),
        }))["integrationFlow"]!["integrationFlowId"]!;

    public Task ScheduleAsync(string owner, string schedule) =>
        PostAsync($"2/0/integrations/{owner}/schedule", new JsonObject { ["integrationId"] = owner, ["schedule"] = JsonNode.Parse(schedule) });

    /// <summary>The owner's runs, oldest first.</summary>
    public async Task<IReadOnlyList<RunDocument>> RunsAsync(string owner) =>
        [.. (await History.PageAsync(owner, 1000, 0, CancellationToken.None)).Items.Reverse()];

    /// <summary>Whether no run holds the owner: the lock goes a moment after the run's end is in the history.</summary>
    public async Task<bool> IsIdleAsync(string owner) =>
        await _host.Services.GetRequiredService<Runnables>().FindAsync(owner, CancellationToken.None) is { ActiveRunId: null };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<JsonNode> PostAsync(string path, JsonNode body)
    {
        using var content = JsonContent.Create(body);
        using var response = await _host.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST {path} answered {(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
