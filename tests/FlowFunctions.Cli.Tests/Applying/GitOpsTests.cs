using System.Text.Json.Nodes;
using FlowFunctions.Cli.Applying;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Keys;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Applying;

/// <summary>The whole story of definitions as files, on two installations of the application.</summary>
[Needs(Need.App)]
public sealed class GitOpsTests(AzuriteFixture azurite) : IDisposable
{
    private const string Files = """
        kind: connection
        name: Planning files
        type: AzureBlob
        storageAccountName: plans
        containerName: files
        secrets:
          sasToken: PLANNING_SAS
        ---
        kind: integration
        name: Load sales
        workspaceId: 8a81b0136f1c4d2e016f1c4d2e5a0001
        modelId: 5C1F0A2B3D4E4F60718293A4B5C6D7E8
        jobs:
          - type: AzureBlobToAnaplan
            sources: [{type: AzureBlob, connection: planning FILES, file: sales.csv}]
            targets: [{type: Anaplan, actionId: 112000000003, fileId: '113000000003'}]
        ---
        kind: integration
        name: Tell planners
        endpoint:
          url: http://127.0.0.1:1/tell?code=${TELL_CODE}
          headers: {Authorization: 'Bearer ${TELL_TOKEN}'}
        schedule: {name: Every two hours, type: hourly, timezone: UTC, fromTime: '08:00', toTime: '18:00', repeatEvery: 2, startDate: '2026-12-01', status: disabled}
        ---
        kind: flow
        name: Nightly load
        timeout: PT120M
        steps:
          - referrer: Load sales
            exceptionBehavior: [{type: failure, strategy: continue}]
          - referrer: tell planners
            dependsOn: [LOAD sales]
            retry: {count: 3}
        schedule: {name: Nightly, type: daily, timezone: Europe/Paris, time: '22:00', startDate: '2026-12-01'}
        notifications: {channels: [in_app], config: [{type: full_failure, users: [developer]}]}
        """;

    private readonly NewKey _key = NewKey.Create("developer", "editor", entry: null);
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-gitops-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Export_of_one_installation_makes_another_the_same_and_changes_and_prunes_it()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "all.yaml"), Files);

        // Without the values nothing is done; with them everything is, and then there is nothing to do.
        Expect(ExitCode.Misuse, await RunAsync(first, secrets: false, "apply", "all.yaml"), error: "No value for PLANNING_SAS, TELL_CODE, TELL_TOKEN.");
        Expect(0, await RunAsync(first, secrets: false, "list", "-o", "json"), output: "[]");
        Expect(0, await RunAsync(first, secrets: true, "apply", "all.yaml"), error: "4 to create on ");
        Expect(0, await RunAsync(first, secrets: true, "apply", "all.yaml"), error: "4 unchanged on ");
        Expect(0, await RunAsync(first, secrets: false, "diff", "all.yaml", "--prune"), error: "4 unchanged on ");

        // The other becomes the same by what the first exports, with other names for the secrets.
        Expect(0, await RunAsync(first, secrets: false, "export", "--to", "out"), error: "4 definitions are in out.");
        var exported = string.Concat(Directory.EnumerateFiles(Path.Combine(_folder, "out"), "*.yaml", SearchOption.AllDirectories).Order().Select(File.ReadAllText));
        Assert.Contains("sasToken: PLANNING_FILES_SAS_TOKEN", exported);
        Assert.Contains("code=${TELL_PLANNERS_URL}", exported);
        Assert.DoesNotContain("of-the-", exported);
        Expect(1, await RunAsync(second, secrets: true, "diff", "out"), output: "+ create connection  Planning files");
        Expect(0, await RunAsync(second, secrets: true, "apply", "out", "-o", "name"), output: "Planning files\nLoad sales\nTell planners\nNightly load\n");
        Expect(0, await RunAsync(second, secrets: false, "diff", "out", "--prune"), error: "4 unchanged on ");
        var (one, other) = (await RunAsync(first, secrets: false, "export"), await RunAsync(second, secrets: false, "export"));
        Assert.Equal(one.Output, other.Output);

        // A change is told by its fields; the endpoint keeps its secrets, which nobody gives.
        var flow = Path.Combine(_folder, "out", "flows", "nightly-load.yaml");
        await File.WriteAllTextAsync(flow, (await File.ReadAllTextAsync(flow)).Replace("timeout: PT2H", "timeout: PT3H").Replace("time: '22:00'", "time: '23:00'"));
        var tell = Path.Combine(_folder, "out", "integrations", "tell-planners.yaml");
        await File.WriteAllTextAsync(tell, (await File.ReadAllTextAsync(tell)).Replace("/tell?", "/tell/all?").Replace("    status: disabled\n", "").Replace("  status: disabled\n", ""));
        Expect(0, await RunAsync(second, secrets: false, "apply", "out"), error: "~ timeout: \"PT2H\" -> \"PT3H\"\n    ~ schedule.time: \"22:00\" -> \"23:00\"");
        Expect(0, await RunAsync(second, secrets: false, "diff", "out", "--prune"), error: "4 unchanged on ");
        Expect(0, await RunAsync(second, secrets: false, "show", "Tell planners", "-o", "json"), output: "http://127.0.0.1:1/tell/all?code=********");

        // What the files do not have any more goes with --prune alone, and where nobody can answer only with --yes.
        File.Delete(flow);
        Expect(0, await RunAsync(second, secrets: false, "diff", "out"), error: "3 unchanged on ");
        Expect(ExitCode.Misuse, await RunAsync(second, secrets: false, "apply", "out", "--prune"), error: "Give --yes where nobody can answer.");
        Expect(0, await RunAsync(second, secrets: false, "apply", "out", "--prune", "--yes"), output: "deleted  flow  Nightly load");
        Expect(0, await RunAsync(second, secrets: false, "list", "-o", "json"), output: "[]");
    }

    [Fact]
    public async Task Copy_of_another_installation_leaves_nothing_to_do()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "all.yaml"), Files);
        Expect(0, await RunAsync(first, secrets: true, "apply", "all.yaml"));

        var from = first.Client.BaseAddress!.ToString();
        Expect(0, await RunAsync(second, secrets: true, "copy", "--from-server", from), error: "created the flow 'Nightly load'");
        Expect(0, await RunAsync(second, secrets: false, "copy", "--from-server", from), error: "4 unchanged on ");
        Expect(0, await RunAsync(second, secrets: false, "diff", "all.yaml", "--prune"), error: "4 unchanged on ");
    }

    [Fact]
    public async Task Failure_is_reported_for_its_item_and_what_does_not_need_it_goes_on_where_told()
    {
        await using var server = await StartAsync();
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "some.yaml"),
            """
            kind: integration
            name: Broken
            endpoint: {url: 'ftp://example.com'}
            ---
            kind: integration
            name: One
            endpoint: {url: 'http://127.0.0.1:1/'}
            ---
            kind: integration
            name: Two
            endpoint: {url: 'http://127.0.0.1:1/'}
            ---
            kind: flow
            name: Works
            steps: [{referrer: One}, {referrer: Two}]
            ---
            kind: flow
            name: Cannot
            steps: [{referrer: One}, {referrer: Broken}]
            """);

        var stopped = await RunAsync(server, secrets: false, "apply", "some.yaml", "-o", "json");
        var kept = await RunAsync(server, secrets: false, "apply", "some.yaml", "--keep-going", "-o", "json");

        Assert.Equal((ExitCode.Failed, ExitCode.Failed), (stopped.ExitCode, kept.ExitCode));
        Assert.Equal([null, null], Results(stopped).Where(item => item.Kind == "flow").Select(item => item.Result));
        var results = Results(kept).ToDictionary(item => item.Name);
        Assert.Equal(("failed", "created", "failed"), (results["Broken"].Result, results["Works"].Result, results["Cannot"].Result));
        Assert.Contains("endpoint.url", results["Broken"].Error);
        Assert.Equal("It needs the integration 'Broken', which is not there.", results["Cannot"].Error);
    }

    [Fact]
    public async Task Plan_is_not_done_to_what_another_has_changed_and_is_to_what_has_run()
    {
        await using var server = await StartAsync();
        const string Flow = """
            [{kind: integration, name: One, endpoint: {url: 'http://127.0.0.1:1/'}}, {kind: integration, name: Two, endpoint: {url: 'http://127.0.0.1:1/'}},
            {kind: flow, name: Both, timeout: PT1H, steps: [{referrer: One}, {referrer: Two}]}]
            """;
        await File.WriteAllTextAsync(Path.Combine(_folder, "flow.yaml"), Flow);
        Expect(0, await RunAsync(server, secrets: false, "apply", "flow.yaml"));
        var (late, early) = (await PlanAsync(server, Flow.Replace("PT1H", "PT2H")), await PlanAsync(server, Flow.Replace("PT1H", "PT4H")));

        Expect(0, await RunAsync(server, secrets: false, "run", "Both"));
        Assert.Equal(("changed", null), await DoAsync(server, early));
        var (result, error) = await DoAsync(server, late);

        Assert.Equal("failed", result);
        Assert.StartsWith("It was changed by developer at ", error);
        Expect(0, await RunAsync(server, secrets: false, "show", "flow/Both"), output: "PT4H");
    }

    private async Task<(ApplyPlan Plan, ItemIds Ids)> PlanAsync(HostedApp server, string definitions)
    {
        var there = await ServerDefinitions.ReadAsync(Connect(server), "server", TestContext.Current.CancellationToken);
        var wanted = await DefinitionFiles.ReadAsync(["-"], _folder, new StringReader(definitions), TestContext.Current.CancellationToken);
        var values = new Values(new Dictionary<string, string>(), _ => null, (_, _) => throw new NotSupportedException());
        return (await Planner.MakeAsync(there, wanted, values, new PlanOptions(Prunes: false, WritesSecrets: false), TestContext.Current.CancellationToken), ItemIds.Of(there));
    }

    private async Task<(string? Result, string? Error)> DoAsync(HostedApp server, (ApplyPlan Plan, ItemIds Ids) planned)
    {
        await new Applier(Connect(server), planned.Ids, keepsGoing: false, _ => { }).ApplyAsync(planned.Plan, TestContext.Current.CancellationToken);
        var item = planned.Plan.Items.Single(one => one.Kind == Kind.Flow);
        return (item.Result, item.Error);
    }

    private FlowsClient Connect(HostedApp server)
    {
        var client = new FlowsClient(server.Client);
        client.UseKey(_key.Value);
        return client;
    }

    [Fact]
    public async Task Validate_asks_the_server_about_flows()
    {
        await using var server = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "parts.yaml"), "[{kind: integration, name: One, endpoint: {url: 'http://127.0.0.1:1/'}}, {kind: integration, name: Two, endpoint: {url: 'http://127.0.0.1:1/'}}]");
        await File.WriteAllTextAsync(Path.Combine(_folder, "circle.yaml"), "kind: flow\nname: Circle\nsteps: [{referrer: One, dependsOn: [Two]}, {referrer: Two, dependsOn: [One]}]\n");

        Expect(0, await RunAsync(server, secrets: false, "validate", "parts.yaml", "circle.yaml", "--offline", "-o", "name"), output: "One\nTwo\nCircle\n");
        Expect(0, await RunAsync(server, secrets: false, "apply", "parts.yaml"));
        var circle = await RunAsync(server, secrets: false, "validate", "circle.yaml");

        Assert.Equal(ExitCode.Misuse, circle.ExitCode);
        Assert.Contains("circle.yaml:1: Circle: ", circle.Error);
        Assert.Contains("cycle", circle.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<(string Kind, string Name, string? Result, string? Error)> Results(ToolRun run) =>
        JsonNode.Parse(run.Output)!.AsArray().Select(item => ((string)item!["kind"]!, (string)item["name"]!, (string?)item["result"], (string?)item["error"]));

    private static void Expect(int exitCode, ToolRun run, string output = "", string error = "")
    {
        Assert.True(exitCode == run.ExitCode, $"{run.ExitCode}\n{run.Output}\n{run.Error}");
        Assert.Contains(output, run.Output);
        Assert.Contains(error, run.Error);
    }

    private Task<HostedApp> StartAsync() => HostedApp.StartAsync(new Dictionary<string, string>
    {
        ["AzureWebJobsStorage"] = azurite.NewAccount(),
        ["Flows:TaskHub"] = "gitops",
        ["Targets:AllowPrivateNetworks"] = "true",
        ["Security:Keys:0:Name"] = _key.Entry.Name,
        ["Security:Keys:0:Role"] = _key.Entry.Role,
        ["Security:Keys:0:Salt"] = _key.Entry.Salt,
        ["Security:Keys:0:Hash"] = _key.Entry.Hash,
        ["Notifications:Users:developer:FirstName"] = "D",
        ["Notifications:Users:developer:LastName"] = "E",
        ["Notifications:Users:developer:Email"] = "d@example.com",
    });

    private Task<ToolRun> RunAsync(HostedApp server, bool secrets, params string[] arguments)
    {
        var environment = new Dictionary<string, string>
        {
            ["FLOWS_SERVER"] = server.Client.BaseAddress!.ToString(),
            ["FLOWS_KEY"] = _key.Value,
            ["FLOWS_FROM_KEY"] = _key.Value,
        };
        foreach (var name in secrets ? ["PLANNING_SAS", "TELL_CODE", "TELL_TOKEN", "PLANNING_FILES_SAS_TOKEN", "TELL_PLANNERS_URL", "TELL_PLANNERS_AUTHORIZATION"] : Array.Empty<string>())
            environment[name] = name.Contains("SAS", StringComparison.Ordinal) ? "sv=1&sig=of-the-sas" : $"of-the-{name}";
        return ToolRun.OfAsync(ToolRun.Nowhere(_folder) with { Environment = name => environment.GetValueOrDefault(name) }, arguments);
    }
}
