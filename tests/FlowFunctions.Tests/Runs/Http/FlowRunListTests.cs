using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Runs.Http;

/// <summary>A flow's history over HTTP, for a grid of its steps and for what it will take.</summary>
[Needs(Need.Azurite)]
public sealed class FlowRunListTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private ApiApplication _application = null!;
    private string _first = "";
    private string _second = "";
    private string _flow = "";

    public async ValueTask InitializeAsync()
    {
        _application = await ApiApplication.StartAsync(azurite.ConnectionString);
        _first = await _application.Client.CreateIntegrationAsync("first");
        _second = await _application.Client.CreateIntegrationAsync("second");
        _flow = await _application.Client.CreateFlowAsync("Nightly", _first, _second);
        var history = _application.Services.GetRequiredService<RunHistory>();
        await history.PutAsync(Run(0, minutes: 10), CancellationToken.None);
        await history.PutAsync(Run(1, minutes: 20), CancellationToken.None);
        await history.PutAsync(Run(2, minutes: null), CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Runs_have_what_became_of_their_steps_where_it_is_asked_for()
    {
        var with = (await SendAsync("runs?steps=true&limit=2")).MustBeOk().Json.GetProperty("runs");
        var without = (await SendAsync("runs?steps=false")).MustBeOk().Json.GetProperty("runs");

        Assert.False(with[0].TryGetProperty("steps", out _));
        Assert.Equal(
            $$"""[{"referrer":"{{_first}}","name":"first","status":"success","startDate":"2026-11-23T10:30:00.000Z","endDate":"2026-11-23T10:35:00.000Z","attempts":1,"executionErrorCode":null},"""
            + $$"""{"referrer":"{{_second}}","name":"second","status":"not_run","startDate":null,"endDate":null,"attempts":0,"executionErrorCode":null}]""",
            with[1].GetProperty("steps").GetRawText());
        Assert.Equal(("running", "success"), (with[0].GetProperty("outcome").GetString(), with[1].GetProperty("outcome").GetString()));
        Assert.Equal("ann", with[0].GetProperty("triggeredBy").GetString());
        Assert.All(without.EnumerateArray(), run => Assert.False(run.TryGetProperty("steps", out _)));
    }

    [Theory]
    [InlineData("runs?steps=yes", "steps")]
    [InlineData("runs?steps=true&limit=101", "limit")]
    [InlineData("durations?runs=0", "runs")]
    [InlineData("durations?runs=101", "runs")]
    public async Task What_is_asked_for_out_of_range_is_refused(string path, string parameter) =>
        Assert.Equal([parameter], (await SendAsync(path)).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);

    [Fact]
    public async Task Durations_are_told_of_the_flow_and_its_steps()
    {
        var durations = (await SendAsync("durations")).MustBeOk().Json.GetProperty("durations");
        var newest = (await SendAsync("durations?runs=1")).MustBeOk().Json.GetProperty("durations");

        Assert.Equal("""{"runs":2,"median":"PT15M","p90":"PT19M"}""", durations.GetProperty("flow").GetRawText());
        Assert.Equal(
            $$$"""[{"referrer":"{{{_first}}}","name":"first","duration":{"runs":2,"median":"PT5M","p90":"PT5M"}}]""",
            durations.GetProperty("steps").GetRawText());
        Assert.Equal("""{"runs":1,"median":"PT20M","p90":"PT20M"}""", newest.GetProperty("flow").GetRawText());
    }

    [Fact]
    public async Task Flow_that_never_ran_has_no_durations()
    {
        var flow = await _application.Client.CreateFlowAsync("New", _first, _second);

        var durations = (await _application.Client.SendAsync("GET", $"integrationflows/{flow}/durations")).MustBeOk().Json.GetProperty("durations");

        Assert.Equal("""{"flow":null,"steps":[]}""", durations.GetRawText());
        Assert.Equal(JsonValueKind.Null, (await _application.Client.SendAsync("GET", $"integrationflows/{flow}")).Json.GetProperty("integrationFlow").GetProperty("expectedDuration").ValueKind);
    }

    [Fact]
    public async Task Flow_tells_how_long_it_is_expected_to_take()
    {
        await _application.Flows.UpdateAsync(_flow, flow => flow with { RecentDurations = [60_000, 120_000, 1_500] }, CancellationToken.None);

        var listed = (await _application.Client.SendAsync("GET", "integrationflows")).MustBeOk().Json.GetProperty("integrationFlows")[0].GetProperty("expectedDuration");

        Assert.Equal("""{"runs":3,"median":"PT1M","p90":"PT1M48S"}""", listed.GetRawText());
    }

    /// <summary>They have neither their steps nor their outcome in a word, which the result tells then.</summary>
    [Theory]
    [InlineData("Success", true, null, "success", """{"runs":1,"median":"PT10M","p90":"PT10M"}""")]
    [InlineData("Completed with partial success: 1 of 2 steps", true, null, "partial_success", """{"runs":1,"median":"PT10M","p90":"PT10M"}""")]
    [InlineData("Cancelled by eve", false, RunErrorCodes.Cancelled, "cancelled", null)]
    [InlineData("Skipped: the previous run was still going", false, RunErrorCodes.Skipped, "skipped", null)]
    [InlineData("Completed with failures: 1 of 2 steps", false, RunErrorCodes.StepFailed, "failure", null)]
    public async Task Entries_of_the_version_before_are_listed_and_counted(string message, bool isSuccess, int? code, string outcome, string? durations)
    {
        var flow = await _application.Client.CreateFlowAsync("Old", _first, _second);
        var run = Run(0, minutes: 10) with { OwnerId = flow, Result = new(isSuccess, message, code) };
        await _application.Services.GetRequiredService<RunHistory>().PutAsync(run, CancellationToken.None);
        await MakeOldAsync(flow);

        var path = $"integrationflows/{flow}";
        var list = (await _application.Client.SendAsync("GET", $"{path}/runs")).MustBeOk().Json.GetProperty("runs");
        var withSteps = (await _application.Client.SendAsync("GET", $"{path}/runs?steps=true")).MustBeOk().Json.GetProperty("runs");
        var past = (await _application.Client.SendAsync("GET", $"{path}/durations")).MustBeOk().Json.GetProperty("durations");

        Assert.Equal((run.Id, outcome, message), (list[0].GetProperty("id").GetString(), list[0].GetProperty("outcome").GetString(), list[0].GetProperty("message").GetString()));
        Assert.Equal(code == RunErrorCodes.Cancelled ? "eve" : null, list[0].GetProperty("cancelledBy").GetString());
        Assert.Equal(list.GetRawText(), withSteps.GetRawText());
        Assert.Equal($$"""{"flow":{{durations ?? "null"}},"steps":[]}""", past.GetRawText());
    }

    private async Task MakeOldAsync(string flow)
    {
        var table = _application.Services.GetRequiredService<StorageTables>().RunHistory;
        var row = await table.QueryAsync<TableEntity>(row => row.PartitionKey == flow).SingleAsync(row => row.ContainsKey("Run"));
        var entry = JsonNode.Parse(row.GetString("Run"))!.AsObject();
        Assert.True(entry.Remove("outcome"));
        entry.Remove("cancelledBy");
        row["Run"] = entry.ToJsonString();
        Assert.True(row.Remove("Steps"));
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
    }

    private RunDocument Run(int hour, int? minutes)
    {
        var start = _application.Time.GetUtcNow().AddHours(hour).UtcDateTime;
        return new()
        {
            Id = ResourceId.New(new DateTimeOffset(start)),
            Kind = RunKind.Flow,
            OwnerId = _flow,
            Name = "Nightly",
            Trigger = new("ann", RunTrigger.Manual),
            TraceId = "trace",
            StartDate = start,
            EndDate = minutes is { } length ? start.AddMinutes(length) : null,
            Result = minutes is null ? null : new(true, "Success", null),
            Steps =
            [
                new() { Referrer = _first, Name = "first", Status = StepStatus.Success, StartDate = start, EndDate = start.AddMinutes(5), Attempts = 1 },
                new() { Referrer = _second, Name = "second", Status = StepStatus.NotRun },
            ],
        };
    }

    private Task<ApiAnswer> SendAsync(string path) => _application.Client.SendAsync("GET", $"integrationflows/{_flow}/{path}");
}
