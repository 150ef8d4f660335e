using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
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
    public async Task Each_endpoint_of_an_integration_is_a_step_that_the_sample_endpoint_has()
    {
        var (samples, _) = await ReadAsync();

        var endpoints = Filled(samples).Where(json => json.Value["endpoint"] is not null).ToList();

        Assert.Equal(["archive-plan", "tell-planners"], endpoints.Select(json => json.Key));
        Assert.All(endpoints, json => Assert.Equal($"http://here:1/steps/{json.Key}", (string?)json.Value["endpoint"]!["url"]));
        Assert.All(endpoints, json => Assert.Contains(json.Key, StepScript.Samples.Keys));
    }

    [Fact]
    public async Task Each_source_but_the_one_that_is_missing_is_among_the_files_and_the_newest_products_are_the_last()
    {
        var (samples, _) = await ReadAsync();
        var files = samples.Files.Select(file => file.Name).ToList();

        var sources = Filled(samples).ToDictionary(json => json.Key, json => (string?)json.Value["jobs"]?[0]?["sources"]?[0]?["file"]);

        Assert.Equal(["currencies.csv", "products-2026-11.csv", "products-2026-12.csv", "sales.csv"], files);
        Assert.Equal(("currencies.csv", "products-*.csv", "sales.csv"), (sources["load-currencies"], sources["load-products"], sources["load-sales"]));
        Assert.Equal("forecast-*.csv", sources["load-forecast"]);
        Assert.DoesNotContain(files, file => file.StartsWith("forecast", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_goes_where_the_demo_looks_for_it_and_may_replace_the_last_one()
    {
        var (samples, _) = await ReadAsync();

        var target = Filled(samples)["export-plan"]["jobs"]![0]!["targets"]![0]!;

        Assert.Equal((RunResults.PlanFile, true), ((string?)target["file"], (bool?)target["overwrite"]));
    }

    [Fact]
    public async Task Expected_plan_sums_the_sales_that_are_not_rejected()
    {
        var samples = await SampleDocuments.ReadAsync(None);
        var sales = Rows(samples.Files.Single(file => file.Name == "sales.csv").Content);
        var rejected = Rows(samples.Expected.RejectedSales).Select(row => string.Join(',', row.Take(5))).ToList();

        var sums = sales
            .Where(row => !rejected.Contains(string.Join(',', row)))
            .GroupBy(row => (Product: row[0], Month: row[2]))
            .Select(group => $"{group.Key.Product},{group.Key.Month},{group.Sum(row => int.Parse(row[3]))},{group.Sum(row => decimal.Parse(row[4]))}");

        Assert.Equal(3, rejected.Count);
        Assert.Equal(sums.Order(StringComparer.Ordinal), Rows(samples.Expected.Plan).Select(row => string.Join(',', row)));
    }

    [Fact]
    public async Task Expected_run_names_every_integration()
    {
        var (samples, _) = await ReadAsync();

        Assert.Equal(ExpectedRun.Statuses.Keys.Order(), samples.Integrations.Values.Select(SampleDocuments.NameOf).Order());
        Assert.Contains(RunResults.DumpStep, ExpectedRun.Statuses.Keys);
    }

    [Fact]
    public async Task Flow_shows_a_chain_a_branch_and_a_skip()
    {
        var (_, steps) = await ReadAsync();

        Assert.Equal(["load-currencies"], DependsOn("load-products"));
        Assert.Equal(["load-products"], DependsOn("load-sales"));
        Assert.Equal(["load-sales", "load-forecast"], DependsOn("plan-anew"));
        Assert.Equal(["archive-plan"], DependsOn("tell-planners"));
        Assert.Equal(["archive-plan"], steps.Where(step => (bool?)step.Value["isSkipped"] == true).Select(step => step.Key));

        IEnumerable<string> DependsOn(string step) => steps[step]["dependsOn"]!.AsArray().Select(name => (string)name!);
    }

    [Fact]
    public async Task Flow_continues_after_the_failure_and_the_partial_success()
    {
        var (_, steps) = await ReadAsync();

        Assert.Equal("continue", Strategy("load-forecast", "failure"));
        Assert.Equal("continue", Strategy("load-sales", "partial_success"));
        Assert.Equal((StepStatus.Failure, StepStatus.PartialSuccess), (ExpectedRun.Statuses["Load forecast"], ExpectedRun.Statuses["Load sales"]));

        string? Strategy(string step, string type) =>
            (string?)steps[step]["exceptionBehavior"]!.AsArray().Single(behavior => (string?)behavior!["type"] == type)!["strategy"];
    }

    [Fact]
    public async Task Connection_is_named_in_its_body_which_replaces_it_alone()
    {
        var samples = await SampleDocuments.ReadAsync(None);

        var document = Assert.Single(samples.Connections.Values);

        Assert.Equal("Planning files", SampleDocuments.NameOf(document));
        Assert.Equal("Planning files", (string?)JsonNode.Parse(SampleDocuments.BodyOf(document))!["name"]);
    }

    [Fact]
    public void Placeholder_that_nobody_knows_is_not_left_in_a_document()
    {
        var values = new Dictionary<string, string> { ["integration:a"] = "1", ["endpoint"] = "http://x" };

        Assert.Equal("1 at http://x", SampleDocuments.FillIn("{{integration:a}} at {{endpoint}}", values));
        Assert.Throws<InvalidOperationException>(() => SampleDocuments.FillIn("{{integration:b}}", values));
        Assert.Throws<InvalidOperationException>(() => SampleDocuments.FillIn("{{endpiont}}", values));
    }

    private static IEnumerable<string[]> Rows(byte[] csv) => Encoding.UTF8.GetString(csv).TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(','));

    private static Dictionary<string, JsonNode> Filled(SampleDocuments samples)
    {
        var values = new Dictionary<string, string> { ["endpoint"] = "http://here:1", ["connection:planning-files"] = "c1" };
        return samples.Integrations.ToDictionary(sample => sample.Key, sample => JsonNode.Parse(SampleDocuments.FillIn(sample.Value, values))!);
    }

    private static async Task<(SampleDocuments Samples, Dictionary<string, JsonNode> Steps)> ReadAsync()
    {
        var samples = await SampleDocuments.ReadAsync(None);
        var names = samples.Integrations.Keys.ToDictionary(name => $"integration:{name}", name => name);
        var flow = JsonNode.Parse(SampleDocuments.FillIn(samples.Flow, names))!;
        return (samples, flow["steps"]!.AsArray().ToDictionary(step => (string)step!["referrer"]!, step => step!));
    }
}
