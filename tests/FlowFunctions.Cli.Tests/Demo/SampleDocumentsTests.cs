using System.Text.Json.Nodes;
using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Endpoint;

namespace FlowFunctions.Cli.Tests.Demo;

public class SampleDocumentsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Flow_has_eight_steps_and_each_runs_one_sample_integration()
    {
        var (samples, steps) = await ReadAsync();

        Assert.Equal(8, steps.Count);
        Assert.Equal(samples.Integrations.Keys.Order(), steps.Keys.Order());
    }

    [Fact]
    public async Task Each_integration_calls_a_step_that_the_endpoint_has()
    {
        var (samples, _) = await ReadAsync();

        foreach (var (name, document) in samples.Integrations)
        {
            var json = JsonNode.Parse(SampleDocuments.FillIn(document, "http://here:1", new Dictionary<string, string>()))!;
            Assert.Equal($"http://here:1/steps/{name}", (string?)json["endpoint"]!["url"]);
            Assert.Contains(name, StepScript.NightlyLoad.Keys);
        }
    }

    [Fact]
    public async Task Expected_run_names_every_integration()
    {
        var (samples, _) = await ReadAsync();

        Assert.Equal(ExpectedRun.Statuses.Keys.Order(), samples.Integrations.Values.Select(SampleDocuments.NameOf).Order());
    }

    [Fact]
    public async Task Flow_shows_a_diamond_a_skip_and_a_chain()
    {
        var (_, steps) = await ReadAsync();

        Assert.Equal(["load-currencies"], DependsOn("load-products"));
        Assert.Equal(["load-currencies"], DependsOn("load-sales"));
        Assert.Equal(["load-products", "load-sales"], DependsOn("validate-sales"));
        Assert.Equal(["archive-plan"], DependsOn("publish-plan"));
        Assert.Equal(["archive-plan"], steps.Where(step => (bool?)step.Value["isSkipped"] == true).Select(step => step.Key));

        IEnumerable<string> DependsOn(string step) => steps[step]["dependsOn"]!.AsArray().Select(name => (string)name!);
    }

    [Fact]
    public async Task Flow_continues_after_the_failure_and_the_partial_success()
    {
        var (_, steps) = await ReadAsync();

        Assert.Equal("continue", Strategy("load-forecast", "failure"));
        Assert.Equal("continue", Strategy("validate-sales", "partial_success"));
        Assert.Equal("failure", StepScript.NightlyLoad["load-forecast"].Outcome);
        Assert.Equal("partial_success", StepScript.NightlyLoad["validate-sales"].Outcome);

        string? Strategy(string step, string type) =>
            (string?)steps[step]["exceptionBehavior"]!.AsArray().Single(behavior => (string?)behavior!["type"] == type)!["strategy"];
    }

    [Fact]
    public void Placeholder_that_nobody_knows_is_not_left_in_a_document()
    {
        var ids = new Dictionary<string, string> { ["a"] = "1" };

        Assert.Equal("1 at http://x", SampleDocuments.FillIn("{{integration:a}} at {{endpoint}}", "http://x", ids));
        Assert.Throws<InvalidOperationException>(() => SampleDocuments.FillIn("{{integration:b}}", "http://x", ids));
        Assert.Throws<InvalidOperationException>(() => SampleDocuments.FillIn("{{endpiont}}", "http://x", ids));
    }

    private static async Task<(SampleDocuments Samples, Dictionary<string, JsonNode> Steps)> ReadAsync()
    {
        var samples = await SampleDocuments.ReadAsync(None);
        var names = samples.Integrations.Keys.ToDictionary(name => name, name => name);
        var flow = JsonNode.Parse(SampleDocuments.FillIn(samples.Flow, "http://here:1", names))!;
        return (samples, flow["steps"]!.AsArray().ToDictionary(step => (string)step!["referrer"]!, step => step!));
    }
}
