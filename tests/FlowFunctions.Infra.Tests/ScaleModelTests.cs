using System.Text.Json;
using FlowFunctions.ScaleModel;

namespace FlowFunctions.Infra.Tests;

public class ScaleModelTests
{
    private static readonly Measurement App = new(PerRun: 10, PerStep: 5);

    [Fact]
    public void Documentation_has_the_tables_that_the_model_prints() =>
        Assert.Contains(ScaleReport.Of(Measurement.Read(), new Assumptions()), Infra.Read("infra/docs/scale.md"), StringComparison.Ordinal);

    [Fact]
    public void Model_assumes_what_host_json_says()
    {
        var durable = JsonDocument.Parse(Infra.Read("host.json")).RootElement.GetProperty("extensions").GetProperty("durableTask");
        var assumptions = new Assumptions();

        Assert.Equal(durable.GetProperty("storageProvider").GetProperty("partitionCount").GetDouble(), assumptions.Partitions);
        Assert.Equal(Seconds(durable.GetProperty("storageProvider").GetProperty("maxQueuePollingInterval").GetString()!), assumptions.HubPollSeconds);
    }

    [Fact]
    public void Model_assumes_what_the_template_sets_in_production()
    {
        var settings = Assert.Single(Deployment.Prod.OfType("Microsoft.Web/sites/config"), config => config.Name.EndsWith("/appsettings", StringComparison.Ordinal));
        var assumptions = new Assumptions();

        Assert.Equal(Number("AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions"), assumptions.ActivitiesPerInstance);
        Assert.Equal(Seconds(Setting("AzureFunctionsJobHost__extensions__queues__maxPollingInterval")), assumptions.AppPollSeconds);
        Assert.Equal(Seconds(Setting("Flows__InlineWait")), assumptions.InlineWaitSeconds);
        Assert.Equal(Deployment.Prod.OfType("Microsoft.Network/privateEndpoints").Count, assumptions.PrivateEndpoints);
        Assert.Equal(Deployment.Prod.OfType("Microsoft.Insights/scheduledQueryRules").Count, assumptions.FrequentLogAlerts + assumptions.QuarterlyLogAlerts);
        Assert.Equal(
            Deployment.Prod.Single("Microsoft.Web/sites").At("properties.functionAppConfig.scaleAndConcurrency.alwaysReady").EnumerateArray()
                .Sum(group => group.GetProperty("instanceCount").GetInt32()),
            assumptions.AlwaysReadyInstances);

        string Setting(string name) => settings.TextAt($"properties.{name}")!;

        double Number(string name) => double.Parse(Setting(name), System.Globalization.CultureInfo.InvariantCulture);
    }

    // https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan: HTTP functions scale together, Durable Functions do, and every other function by itself.
    [Fact]
    public void Model_counts_the_groups_that_scale_by_themselves()
    {
        var triggers = typeof(FlowFunctions.Telemetry.FlowAttributes).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .SelectMany(parameter => parameter.GetCustomAttributesData())
            .Select(attribute => attribute.AttributeType.Name)
            .ToList();

        Assert.Equal(2 + triggers.Count(name => name is "TimerTriggerAttribute" or "QueueTriggerAttribute"), new Assumptions().FunctionGroups);
        Assert.Equal(triggers.Count(name => name == "QueueTriggerAttribute"), new Assumptions().AppQueues);
    }

    [Fact]
    public void Workbook_multiplies_by_the_models_prices()
    {
        var page = Deployment.Prod.Single("Microsoft.Insights/workbooks").TextAt("properties.serializedData");
        var prices = new Assumptions();

        Assert.All(
            [prices.ComputePrice, prices.AlwaysReadyComputePrice, prices.AlwaysReadyPrice, prices.LogPrice],
            price => Assert.Contains(((decimal)price).ToString(System.Globalization.CultureInfo.InvariantCulture), page, StringComparison.Ordinal));
    }

    [Fact]
    public void Waiting_inside_an_activity_costs_more_than_waiting_durably()
    {
        var assumptions = new Assumptions { SecondsPerStep = 1_800, StepPollSeconds = 60 };

        Assert.True(new StepWait(assumptions, double.PositiveInfinity).CostAt(assumptions) > 10 * new StepWait(assumptions, 5).CostAt(assumptions));
    }

    // 20 s of a 2 GB instance at $0.000026 for a GB-second.
    [Fact]
    public void Waiting_inside_costs_what_the_instance_costs()
    {
        var assumptions = new Assumptions { SecondsPerStep = 20, InstanceGigabytes = 2, ComputePrice = 0.000026 };
        var wait = new StepWait(assumptions, 240);

        Assert.Equal(0.00104, wait.CostAt(assumptions), 6);
        Assert.Equal(new Requests(Tables: 1, 0, 0), wait.Requests);
    }

    // 15 s are left, with a look every five: 9 + 6 × 3 requests to the hub's tables and 6 + 9 × 3 to its queues; the task, three looks and the end in the step's handle.
    [Fact]
    public void Durable_wait_reads_the_steps_handle_at_each_look()
    {
        var assumptions = new Assumptions { SecondsPerStep = 20, StepPollSeconds = 5 };

        Assert.Equal(new Requests(Tables: 27 + 5, Queues: 33, Blobs: 0), new StepWait(assumptions, 5).Requests);
    }

    [Fact]
    public void Step_that_is_answered_at_once_asks_for_nothing_more() =>
        Assert.Equal(default, new StepWait(new Assumptions { SecondsPerStep = 0.5 }, 5).Requests);

    [Fact]
    public void Measurement_leaves_out_the_task_hub()
    {
        var measured = JsonDocument.Parse(
            """
            {"runs":[
              {"steps":2,"requests":{"table/Runs/read":6,"table/Integrations/write":2,"table/FlowFunctionsHistory/write":3}},
              {"steps":4,"requests":{"table/Runs/read":10,"table/Integrations/write":4,"table/FlowFunctionsHistory/write":5}}]}
            """);

        Assert.Equal(new Measurement(PerRun: 2, PerStep: 3), Measurement.Of(measured.RootElement));
    }

    [Fact]
    public void Measured_requests_are_there()
    {
        var measured = Measurement.Read();

        Assert.True(measured.PerRun > 0 && measured.PerStep > 0, $"{measured}");
    }

    [Theory]
    [InlineData(1, true, 18, 17)]
    [InlineData(1, false, 15, 14)]
    [InlineData(8, true, 60, 38)]
    [InlineData(8, false, 57, 35)]
    public void Orchestration_costs_a_message_three_operations_and_a_turn_three(double steps, bool hasTimeOut, double queues, double tables)
    {
        var run = AzureStorageHub.PerRun(steps, hasTimeOut);

        Assert.Equal(queues, run.Queues);
        Assert.Equal(tables, run.Tables);
    }

    [Fact]
    public void More_runs_never_need_less()
    {
        double[] runs = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
        var loads = runs.Select(count => new Load(count, App, new Assumptions())).ToList();

        Assert.All(loads.Zip(loads.Skip(1)), pair =>
        {
            Assert.True(pair.Second.Hubs >= pair.First.Hubs);
            Assert.True(pair.Second.Instances >= pair.First.Instances);
            Assert.True(new DailyCost(pair.Second.RunsPerDay, App, new Assumptions()).Together > new DailyCost(pair.First.RunsPerDay, App, new Assumptions()).Together);
        });
    }

    [Fact]
    public void One_hub_is_enough_until_a_limit_is_passed()
    {
        // 100 activities a second and no other limit near: the queue takes 60.
        var even = new Assumptions { PeakFactor = 1, StepsPerRun = 1, SecondsPerStep = 1, Partitions = 16, MessagesPerPartition = 1_000, RequestsPerAccount = 1_000_000, MessagesPerQueue = 60 };

        Assert.Equal(1, new Load(30 * 86_400, App, even).Hubs);
        Assert.Equal(2, new Load(31 * 86_400, App, even).Hubs);
    }

    [Fact]
    public void Unknown_assumption_is_refused_with_the_known_ones() =>
        Assert.Contains("StepsPerRun", Assert.Throws<FormatException>(() => Assumptions.Parse(["Steps=3"])).Message, StringComparison.Ordinal);

    private static double Seconds(string duration) => TimeSpan.Parse(duration, System.Globalization.CultureInfo.InvariantCulture).TotalSeconds;
}
