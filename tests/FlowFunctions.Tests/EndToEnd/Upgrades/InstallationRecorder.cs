using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AnaplanSimulator;
using AnaplanSimulator.Control;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Tasks;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd.Anaplan;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd.Upgrades;

/// <summary>
/// Keeps an installation of a release. Run it by hand when what is stored has changed and is released, with the next number, and keep the old files:
/// <c>dotnet test tests/FlowFunctions.Tests --filter InstallationRecorder -- xUnit.Explicit=only</c>.
/// </summary>
[Needs(Need.App)]
public sealed class InstallationRecorder
{
    private const string Release = "v2";

    [Fact(Explicit = true)]
    public async Task Keep_an_installation_with_runs_in_flight()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(UpgradeTests.AnswerEarlier);
        await using var anaplan = await SimulatorHost.StartAsync(new SimulatorOptions { Settings = new() { Tasks = new TaskTiming { Duration = TimeSpan.FromHours(1) } } });
        await using var installation = await Installation.CreateAsync();
        InstallationContents contents;
        await using (var app = await installation.StartAsync(endpoint, anaplan))
        {
            contents = await FillAsync(app, endpoint.Url);
            await ReachAsync(app, contents, endpoint, anaplan.Control);
        }

        await installation.KeepAsync(PathOf(Release), contents with { StoppedAt = TimeProvider.System.GetUtcNow() }, Path.GetFullPath(Path.Combine(FolderOf(), "../../../..")));
    }

    private static async Task<InstallationContents> FillAsync(ServedApp app, string url)
    {
        var connection = await app.PostAsync("2/0/integrations/connections", new JsonObject
        {
            ["type"] = "AzureBlob",
            ["body"] = new JsonObject
            {
                ["name"] = "Files",
                ["storageAccountName"] = "devstoreaccount1",
                ["containerName"] = "files",
                ["sasToken"] = UpgradeTests.ConnectionSecret,
            },
        });
        var slow = await app.PostAsync("2/0/integrations", new JsonObject
        {
            ["name"] = "slow",
            ["endpoint"] = new JsonObject { ["url"] = url + "/slow", ["timeout"] = "P1D", ["headers"] = new JsonObject { ["Authorization"] = UpgradeTests.StepSecret } },
        });
        var ended = await app.CreateFlowAsync(new StepOf("quick", url + "/ok"), new StepOf("quicker", url + "/ok", ["quick"]));
        var waiting = await app.CreateFlowAsync(new StepOf("before", url + "/ok"), new StepOf("after", url + "/last", ["before"]));
        var flow = (await app.GetAsync($"2/0/integrationflows/{waiting}"))["integrationFlow"]!;
        await PutAsync(app, waiting, (string)flow["name"]!, [(string)slow["integration"]!["integrationId"]!, (string)flow["steps"]![1]!["referrer"]!]);
        var tried = await app.CreateFlowAsync(new StepOf("stubborn", url + "/stubborn", Retries: 1, Backoff: "PT1H"), new StepOf("last", url + "/last", ["stubborn"]));
        var scheduled = await app.CreateFlowAsync(new StepOf("hourly", url + "/hourly"), new StepOf("also hourly", url + "/ok", ["hourly"]));
        await app.PostAsync($"2/0/integrations/{scheduled}/schedule", new JsonObject
        {
            ["integrationId"] = scheduled,
            ["schedule"] = new JsonObject
            {
                ["name"] = "Every hour",
                ["type"] = "hourly",
                ["timezone"] = "Etc/UTC",
                ["fromTime"] = "00:00",
                ["toTime"] = "23:00",
                ["repeatEvery"] = 1,
                ["startDate"] = "2026-01-01",
            },
        });
        var cancelled = await app.CreateFlowAsync(new StepOf("stuck", url + "/stuck"), new StepOf("never", url + "/never", ["stuck"]));
        var process = await app.PostAsync("2/0/integrations", new JsonObject
        {
            ["name"] = "process",
            ["version"] = "2.0",
            ["workspaceId"] = SimulatedLoads.WorkspaceId,
            ["modelId"] = SimulatorDefinition.Sample.Workspaces[0].Models[0].Id,
            ["processId"] = "118000000001",
        });
        var loading = await app.PostAsync($"2/0/integrations/{(string)process["integration"]!["integrationId"]!}/run", null);
        await TellAsync(app, ended);
        return new(
            default,
            new Uri(url).Authority,
            (string)connection["connections"]!["connectionId"]!,
            new(ended, await app.StartRunAsync(ended)),
            new(waiting, await app.StartRunAsync(waiting)),
            new(tried, await app.StartRunAsync(tried)),
            scheduled,
            new(cancelled, await app.StartRunAsync(cancelled)),
            (string)loading["run"]!["id"]!,
            HasNotice: true);
    }

    /// <summary>Has the webhook told of each run that ends well.</summary>
    private static async Task TellAsync(ServedApp app, string flow)
    {
        var notification = (string)(await app.GetAsync($"2/0/integrationflows/{flow}"))["integrationFlow"]!["notificationId"]!;
        await PutAsync(app, $"2/0/integrations/notification/{notification}", new JsonObject
        {
            ["integrationIds"] = new JsonArray(flow),
            ["channels"] = new JsonArray(),
            ["webhooks"] = new JsonArray("ops"),
            ["notifications"] = new JsonObject { ["config"] = new JsonArray(new JsonObject { ["type"] = "success", ["users"] = new JsonArray("tester") }) },
        });
    }

    /// <summary>The flow's steps, one after the other.</summary>
    private static Task PutAsync(ServedApp app, string flow, string name, string[] steps)
    {
        var document = new JsonObject
        {
            ["name"] = name,
            ["steps"] = new JsonArray([.. steps.Select((step, place) => new JsonObject
            {
                ["referrer"] = step,
                ["dependsOn"] = new JsonArray([.. steps.Take(place).Select(before => (JsonNode)before)]),
            })]),
        };
        return PutAsync(app, $"2/0/integrationflows/{flow}", document);
    }

    private static async Task PutAsync(ServedApp app, string path, JsonObject document)
    {
        using var content = JsonContent.Create(document);
        using var answer = await app.Client.PutAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task ReachAsync(ServedApp app, InstallationContents contents, ScriptedEndpoint endpoint, SimulatorControl anaplan)
    {
        await Wait.For(() => app.GetAsync(contents.Ended.Path), answer => answer["run"]!["endDate"] is not null);
        await Wait.For(() => app.GetAsync(contents.Waiting.Path), answer => (double?)answer["run"]!["steps"]![0]!["progress"] == UpgradeTests.ProgressBefore);
        await Wait.For(
            () => app.GetAsync(contents.TriedAgain.Path),
            answer => ((string?)answer["run"]!["steps"]![0]!["message"])?.StartsWith("Try 2 of 2 starts at", StringComparison.Ordinal) == true);
        await Wait.Until(() => anaplan.Count("GET **/processes/*/tasks/*") > 0);
        await Wait.Until(() => endpoint.Received.Any(request => request.Path == UpgradeTests.Webhook));
        await Wait.For(() => app.GetAsync(contents.Cancelled!.Path), answer => (double?)answer["run"]!["steps"]![0]!["progress"] == UpgradeTests.ProgressBefore);
        await app.PostAsync(contents.Cancelled!.Path + "/cancel", null);
        await Wait.Until(() => endpoint.Received.Any(request => request is { Method: "DELETE", Path: "/stuck/task" }));
    }

    private static string PathOf(string release) => Path.Combine(FolderOf(), release + ".zip");

    private static string FolderOf([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
