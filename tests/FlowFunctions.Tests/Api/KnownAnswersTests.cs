using System.Net;
using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Api;

/// <summary>Who has an answer already, and says so by its tag, gets no more than that.</summary>
[Needs(Need.Azurite)]
public sealed class KnownAnswersTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private ApiApplication _application = null!;
    private string _load = "";
    private string _flow = "";
    private string _run = "";

    public async ValueTask InitializeAsync()
    {
        _application = await ApiApplication.StartAsync(azurite.ConnectionString);
        _load = await _application.Client.CreateIntegrationAsync("load");
        _flow = await _application.Client.CreateFlowAsync("Nightly", _load, await _application.Client.CreateIntegrationAsync("publish"));
        const string Schedule = """{"name":"Nightly","type":"daily","timezone":"Europe/Paris","time":"22:00","startDate":"2026-01-01"}""";
        (await _application.Client.SendAsync("POST", $"integrations/{_load}/schedule", $$"""{"integrationId":"{{_load}}","schedule":{{Schedule}}}""")).MustBeOk();
        _run = ResourceId.New(_application.Time.GetUtcNow());
        await PutRunAsync("Success");
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Theory]
    [InlineData("integrationflows")]
    [InlineData("integrationflows?q=night&state=none&sortBy=-latestRun")]
    [InlineData("integrationflows/{flow}/runs")]
    [InlineData("integrationflows/{flow}/runs?steps=true")]
    [InlineData("integrationflows/{flow}/runs/{run}")]
    [InlineData("integrationflows/{flow}/durations")]
    [InlineData("integrations")]
    [InlineData("integrations/connections")]
    [InlineData("integrations/runs/{flow}")]
    [InlineData("integrations/run/{run}")]
    [InlineData("integrations/runerror/{run}")]
    [InlineData("integrations/{load}/schedule/next")]
    [InlineData("schedules/occurrences")]
    [InlineData("notifications")]
    public async Task Answer_that_is_known_is_304_without_a_body(string template)
    {
        var path = template.Replace("{flow}", _flow, StringComparison.Ordinal).Replace("{run}", _run, StringComparison.Ordinal).Replace("{load}", _load, StringComparison.Ordinal);
        var first = (await _application.Client.SendAsync("GET", path)).MustBeOk();

        foreach (var known in new[] { first.Tag!, $"W/{first.Tag}", $"\"other\", {first.Tag}", "*" })
        {
            var second = await _application.Client.SendAsync("GET", path, null, ("If-None-Match", known));

            Assert.Equal((HttpStatusCode.NotModified, "", first.Tag), (second.Status, second.Text, second.Tag));
        }

        foreach (var unknown in new[] { "\"other\"", "not a tag" })
        {
            Assert.Equal(first.Text, (await _application.Client.SendAsync("GET", path, null, ("If-None-Match", unknown))).MustBeOk().Text);
        }

        var spelled = path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "naming=snake_case";
        var snake = (await _application.Client.SendAsync("GET", spelled)).MustBeOk();
        Assert.Equal(first.Text == snake.Text, first.Tag == snake.Tag);
    }

    [Fact]
    public async Task Answer_that_has_changed_is_given_with_its_new_tag()
    {
        var list = (await _application.Client.SendAsync("GET", "integrationflows")).MustBeOk();
        var detail = (await _application.Client.SendAsync("GET", $"integrationflows/{_flow}/runs/{_run}")).MustBeOk();

        await _application.Flows.UpdateAsync(_flow, flow => flow with { RecentDurations = [1000] }, CancellationToken.None);
        await _application.Services.GetRequiredService<RunStore>().NoteResumedAsync(_run, RouteSamples.UnknownId, CancellationToken.None);

        Assert.NotEqual(list.Tag, (await _application.Client.SendAsync("GET", "integrationflows", null, ("If-None-Match", list.Tag!))).MustBeOk().Tag);
        var changed = (await _application.Client.SendAsync("GET", $"integrationflows/{_flow}/runs/{_run}", null, ("If-None-Match", detail.Tag!))).MustBeOk();
        Assert.Equal(RouteSamples.UnknownId, changed.Json.GetProperty("run").GetProperty("resumedBy").GetString());
    }

    /// <summary>Its tag is the document's, for changes, and an answer has more in it: the names of steps, the schedule.</summary>
    [Fact]
    public async Task Single_document_is_given_whatever_its_tag()
    {
        var flow = (await _application.Client.SendAsync("GET", $"integrationflows/{_flow}")).MustBeOk();

        (await _application.Client.SendAsync("GET", $"integrationflows/{_flow}", null, ("If-None-Match", flow.Tag!))).MustBeOk();
    }

    private async Task PutRunAsync(string message)
    {
        var start = _application.Time.GetUtcNow().UtcDateTime;
        var run = new RunDocument
        {
            Id = _run,
            Kind = RunKind.Flow,
            OwnerId = _flow,
            Name = "Nightly",
            Trigger = new("ann", RunTrigger.Manual),
            TraceId = "trace",
            StartDate = start,
            EndDate = start.AddMinutes(1),
            Result = new RunResult(true, message, null),
            Steps = [new() { Referrer = _load, Name = "load", Status = StepStatus.Success, StartDate = start, EndDate = start.AddSeconds(5), Attempts = 1 }],
        };
        await _application.Services.GetRequiredService<RunStore>().PutAsync(run, CancellationToken.None);
        await _application.Services.GetRequiredService<RunHistory>().PutAsync(run, CancellationToken.None);
    }
}
