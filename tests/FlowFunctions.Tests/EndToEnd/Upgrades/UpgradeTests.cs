using System.Text.Json.Nodes;
using AnaplanSimulator;
using AnaplanSimulator.Control;
using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.EndToEnd.Upgrades;

/// <summary>Installations that released versions left, with all that they had under way, are opened by today's and go on.</summary>
[Needs(Need.App)]
[TakesLong]
public sealed class UpgradeTests
{
    public const string ConnectionSecret = "sv=2026-01-01&sig=of-no-account";
    public const string StepSecret = "Bearer of-no-service";
    public const string Webhook = "/webhook";
    public const double ProgressBefore = 0.5;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "EndToEnd", "Upgrades");

    public static TheoryData<string> Kept => [.. Directory.GetFiles(Folder, "*.zip").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>What steps of the version that is recorded get.</summary>
    internal static Task AnswerEarlier(HttpContext context) => context.Request.Path.Value switch
    {
        "/slow" => ScriptedEndpoint.Answer(context, 202, null, ("Location", "/slow/task")),
        "/stuck" => ScriptedEndpoint.Answer(context, 202, null, ("Location", "/stuck/task")),
        "/stuck/task" when HttpMethods.IsDelete(context.Request.Method) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted),
        Webhook => ScriptedEndpoint.Answer(context, 503),
        "/slow/task" or "/stuck/task" => ScriptedEndpoint.Answer(context, 202, $$"""{"progress":{{ProgressBefore}}}""", ("Retry-After", "1")),
        "/stubborn" => ScriptedEndpoint.Answer(context, 422, """{"message":"not yet"}"""),
        _ => ScriptedEndpoint.Answer(context, 200),
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Earlier_installation_goes_on(string file)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        await using var anaplan = await SimulatorHost.StartAsync();
        anaplan.Control.Add(new() { Requests = "GET **/processes/*/tasks/*", Says = """{"task":{"taskState":"COMPLETE","result":{"successful":true}}}""", Times = null });
        var (installation, contents) = await Installation.OpenAsync(Path.Combine(Folder, file), endpoint);
        await using var storage = installation;
        await using var app = await installation.StartAsync(endpoint, anaplan);

        // What was under way ends, each step once: the task that was accepted is polled and not started again, the step that had failed is tried again.
        var waiting = await EndAsync(app, contents.Waiting);
        var tried = await EndAsync(app, contents.TriedAgain);
        Assert.Equal(("Success", "Success"), ((string)waiting["message"]!, (string)tried["message"]!));
        Assert.Equal(2, (int)tried["steps"]![0]!["attempts"]!);
        string[] calls = [.. endpoint.Received.Select(request => $"{request.Method} {request.Path}")];
        Assert.DoesNotContain("POST /slow", calls);
        Assert.Equal((1, 2), (calls.Count(call => call == "POST /stubborn"), calls.Count(call => call == "POST /last")));

        await AssertOnRecordOnceAsync(app, contents.Waiting);
        await AssertOnRecordOnceAsync(app, contents.TriedAgain);
        await AssertMoreGoesOnAsync(app, contents, endpoint, anaplan.Control);

        // Secrets are readable: the step's at its target, the connection's in the store.
        Assert.All(endpoint.Received.Where(request => request.Path == "/slow/task"), request => Assert.Equal(StepSecret, request.Headers["Authorization"]));
        var connection = await app.Services.GetRequiredService<ConnectionStore>().GetAsync(contents.Connection, CancellationToken.None);
        var secret = await app.Services.GetRequiredService<ConnectionSecrets>().FindAsync(connection!.SecretId!, CancellationToken.None);
        Assert.Equal(ConnectionSecret, Assert.IsType<AzureBlobSecret>(secret).SasToken);

        // The schedule fires, for the hour that was missed last.
        var runs = await Wait.For(() => HistoryAsync(app, contents.Scheduled), runs => runs.Any(run => (bool)run!["success"]!));
        Assert.All(runs, run => Assert.Equal("scheduled", (string)run!["triggerSource"]!));
        Assert.Contains("POST /hourly", endpoint.Received.Select(request => $"{request.Method} {request.Path}"));

        // What had ended reads as it did, and can be run again.
        await AssertOnRecordOnceAsync(app, contents.Ended);
        Assert.Equal("Success", (string)(await app.GetAsync(contents.Ended.Path))["run"]!["message"]!);
        var again = contents.Ended with { Run = await app.StartRunAsync(contents.Ended.Flow) };
        Assert.Equal("Success", (string)(await EndAsync(app, again))["message"]!);
        Assert.Equal([again.Run, contents.Ended.Run], (await HistoryAsync(app, contents.Ended.Flow)).Select(run => (string)run!["id"]!));
        await AssertOnRecordOnceAsync(app, contents.Ended);
        await AssertOnRecordOnceAsync(app, again);
    }

    /// <summary>In the history of its flow, and each step that has begun in that of its integration.</summary>
    private static async Task AssertOnRecordOnceAsync(ServedApp app, InstalledRun run)
    {
        var flow = Assert.Single(await HistoryAsync(app, run.Flow), one => (string)one!["id"]! == run.Run);
        Assert.NotNull(flow!["endDate"]);
        var steps = (await app.GetAsync(run.Path))["run"]!["steps"]!.AsArray().Where(step => (string)step!["status"]! != "not_run").ToList();
        Assert.NotEmpty(steps);
        foreach (var step in steps)
        {
            var id = (string)step!["runId"]!;
            var read = (await app.GetAsync($"2/0/integrations/run/{id}"))["run"]!;
            Assert.Equal((run.Run, (string)step["referrer"]!, (string)step["endDate"]!), ((string)read["flowGroupId"]!, (string)read["integrationId"]!, (string)read["endDate"]!));
            var history = (await app.GetAsync($"2/0/integrations/runs/{(string)step["referrer"]!}"))["history_of_runs"]!["runs"]!.AsArray();
            Assert.Single(history, one => (string)one!["id"]! == id);
        }
    }

    /// <summary>What only later versions keep.</summary>
    private static async Task AssertMoreGoesOnAsync(ServedApp app, InstallationContents contents, ScriptedEndpoint endpoint, SimulatorControl anaplan)
    {
        // The target of a step that is cancelled is told again, for nobody knows whether it was, and nothing starts any more.
        if (contents.Cancelled is { } cancelled)
        {
            var run = await EndAsync(app, cancelled);
            Assert.Equal(("Cancelled by tester", "cancelled", "not_run"), ((string)run["message"]!, (string)run["steps"]![0]!["status"]!, (string)run["steps"]![1]!["status"]!));
            string[] calls = [.. endpoint.Received.Select(request => $"{request.Method} {request.Path}")];
            Assert.Contains("DELETE /stuck/task", calls);
            Assert.DoesNotContain("POST /stuck", calls);
            Assert.DoesNotContain("POST /never", calls);
            await AssertOnRecordOnceAsync(app, cancelled);
        }

        // The task of the model is asked after, not started again.
        if (contents.Loading is { } loading)
        {
            var run = (await Wait.For(() => app.GetAsync($"2/0/integrations/run/{loading}"), answer => answer["run"]!["endDate"] is not null))["run"]!;
            Assert.True((bool)run["success"]!, run.ToJsonString());
            Assert.Equal(0, anaplan.Count("POST **/tasks"));
        }

        if (contents.HasNotice)
        {
            await Wait.Until(() => endpoint.Received.Any(request => request.Path == Webhook && request.Body.Contains(contents.Ended.Run, StringComparison.Ordinal)));
        }
    }

    private static async Task<JsonNode> EndAsync(ServedApp app, InstalledRun run) =>
        (await Wait.For(() => app.GetAsync(run.Path), answer => answer["run"]!["endDate"] is not null))["run"]!;

    private static async Task<JsonArray> HistoryAsync(ServedApp app, string flow) => (await app.GetAsync($"2/0/integrationflows/{flow}/runs"))["runs"]!.AsArray();
}
