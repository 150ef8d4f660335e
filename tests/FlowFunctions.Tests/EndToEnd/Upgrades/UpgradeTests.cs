using System.Text.Json.Nodes;
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
    public const double ProgressBefore = 0.5;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "EndToEnd", "Upgrades");

    public static TheoryData<string> Kept => [.. Directory.GetFiles(Folder, "*.zip").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>What steps of the version that is recorded get.</summary>
    internal static Task AnswerEarlier(HttpContext context) => context.Request.Path.Value switch
    {
        "/slow" => ScriptedEndpoint.Answer(context, 202, null, ("Location", "/slow/task")),
        "/slow/task" => ScriptedEndpoint.Answer(context, 202, $$"""{"progress":{{ProgressBefore}}}""", ("Retry-After", "1")),
        "/stubborn" => ScriptedEndpoint.Answer(context, 422, """{"message":"not yet"}"""),
        _ => ScriptedEndpoint.Answer(context, 200),
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Earlier_installation_goes_on(string file)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        var (installation, contents) = await Installation.OpenAsync(Path.Combine(Folder, file), endpoint);
        await using var storage = installation;
        await using var app = await installation.StartAsync();

        // What was under way ends, each step once: the task that was accepted is polled and not started again, the step that had failed is tried again.
        var waiting = await EndAsync(app, contents.Waiting);
        var tried = await EndAsync(app, contents.TriedAgain);
        Assert.Equal(("Success", "Success"), ((string)waiting["message"]!, (string)tried["message"]!));
        Assert.Equal(2, (int)tried["steps"]![0]!["attempts"]!);
        string[] calls = [.. endpoint.Received.Select(request => $"{request.Method} {request.Path}")];
        Assert.DoesNotContain("POST /slow", calls);
        Assert.Equal((1, 2), (calls.Count(call => call == "POST /stubborn"), calls.Count(call => call == "POST /last")));

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
        Assert.Equal("Success", (string)(await app.GetAsync(contents.Ended.Path))["run"]!["message"]!);
        var again = contents.Ended with { Run = await app.StartRunAsync(contents.Ended.Flow) };
        Assert.Equal("Success", (string)(await EndAsync(app, again))["message"]!);
        Assert.Equal([again.Run, contents.Ended.Run], (await HistoryAsync(app, contents.Ended.Flow)).Select(run => (string)run!["id"]!));
    }

    private static async Task<JsonNode> EndAsync(ServedApp app, InstalledRun run) =>
        (await Wait.For(() => app.GetAsync(run.Path), answer => answer["run"]!["endDate"] is not null))["run"]!;

    private static async Task<JsonArray> HistoryAsync(ServedApp app, string flow) => (await app.GetAsync($"2/0/integrationflows/{flow}/runs"))["runs"]!.AsArray();
}
