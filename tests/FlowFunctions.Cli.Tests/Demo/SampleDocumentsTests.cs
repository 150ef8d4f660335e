using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Endpoint;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Tests.Demo;

public class SampleDocumentsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Flow_has_eight_steps_and_each_runs_one_sample_integration()
    {
        var (samples, steps) = await ReadAsync();

        Assert.Equal(8, steps.Count);
        Assert.Equal(samples.Definitions.Where(definition => definition.Kind == Kind.Integration).Select(definition => definition.Name).Order(), steps.Keys.Order());
    }

    [Fact]
    public async Task Each_endpoint_of_an_integration_is_a_step_that_the_sample_endpoint_has()
    {
        var (samples, _) = await ReadAsync();

        var endpoints = Integrations(samples).Where(json => json.Value["endpoint"] is not null).Select(json => (string)json.Value["endpoint"]!["url"]!).Order().ToList();

        Assert.Equal(["${ENDPOINT}/steps/archive-plan", "${ENDPOINT}/steps/tell-planners"], endpoints);
        Assert.All(endpoints, url => Assert.Contains(url[(url.LastIndexOf('/') + 1)..], StepScript.Samples.Keys));
    }

    [Fact]
    public async Task Each_source_but_the_one_that_is_missing_is_among_the_files_and_the_newest_products_are_the_last()
    {
        var (samples, _) = await ReadAsync();
        var files = samples.Files.Select(file => file.Name).ToList();

        var sources = Integrations(samples).ToDictionary(json => json.Key, json => (string?)json.Value["jobs"]?[0]?["sources"]?[0]?["file"]);

        Assert.Equal(["currencies.csv", "products-2026-11.csv", "products-2026-12.csv", "sales.csv"], files);
        Assert.Equal(("currencies.csv", "products-*.csv", "sales.csv"), (sources["Load currencies"], sources["Load products"], sources["Load sales"]));
        Assert.Equal("forecast-*.csv", sources["Load forecast"]);
        Assert.DoesNotContain(files, file => file.StartsWith("forecast", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_goes_where_the_demo_looks_for_it_and_may_replace_the_last_one()
    {
        var (samples, _) = await ReadAsync();

        var target = Integrations(samples)["Export plan"]["jobs"]![0]!["targets"]![0]!;

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

        Assert.Equal(ExpectedRun.Statuses.Keys.Order(), Integrations(samples).Keys.Order());
        Assert.Contains(RunResults.DumpStep, ExpectedRun.Statuses.Keys);
    }

    [Fact]
    public async Task Flow_shows_a_chain_a_branch_and_a_skip()
    {
        var (_, steps) = await ReadAsync();

        Assert.Equal(["Load currencies"], DependsOn("Load products"));
        Assert.Equal(["Load products"], DependsOn("Load sales"));
        Assert.Equal(["Load sales", "Load forecast"], DependsOn("Plan anew"));
        Assert.Equal(["Archive last plan"], DependsOn("Tell planners"));
        Assert.Equal(["Archive last plan"], steps.Where(step => (bool?)step.Value["isSkipped"] == true).Select(step => step.Key));

        IEnumerable<string> DependsOn(string step) => steps[step]["dependsOn"]!.AsArray().Select(name => (string)name!);
    }

    [Fact]
    public async Task Flow_continues_after_the_failure_and_the_partial_success()
    {
        var (_, steps) = await ReadAsync();

        Assert.Equal("continue", Strategy("Load forecast", "failure"));
        Assert.Equal("continue", Strategy("Load sales", "partial_success"));
        Assert.Equal((StepStatus.Failure, StepStatus.PartialSuccess), (ExpectedRun.Statuses["Load forecast"], ExpectedRun.Statuses["Load sales"]));

        string? Strategy(string step, string type) =>
            (string?)steps[step]["exceptionBehavior"]!.AsArray().Single(behavior => (string?)behavior!["type"] == type)!["strategy"];
    }

    [Fact]
    public async Task Values_that_the_samples_name_are_those_that_their_README_tells()
    {
        var (samples, _) = await ReadAsync();
        var values = new Values(new Dictionary<string, string>(), _ => null, (_, _) => throw new NotSupportedException());

        var named = samples.Definitions.SelectMany(definition => FilledDefinition.Of(definition, values).Missing).Distinct().Order();

        Assert.Equal(["CONTAINER", "ENDPOINT", "PLANNING_FILES_SAS_TOKEN", "STORAGE_ACCOUNT"], named);
    }

    private static IEnumerable<string[]> Rows(byte[] csv) => Encoding.UTF8.GetString(csv).TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(','));

    private static Dictionary<string, JsonNode> Integrations(SampleDocuments samples) =>
        samples.Definitions.Where(definition => definition.Kind == Kind.Integration).ToDictionary(definition => definition.Name, definition => (JsonNode)definition.Content);

    private static async Task<(SampleDocuments Samples, Dictionary<string, JsonNode> Steps)> ReadAsync()
    {
        var samples = await SampleDocuments.ReadAsync(None);
        var flow = samples.Definitions.Single(definition => definition.Kind == Kind.Flow).Content;
        return (samples, flow["steps"]!.AsArray().ToDictionary(step => (string)step!["referrer"]!, step => step!));
    }
}
