using System.Text.Json;
using FlowFunctions.ScaleModel;

namespace FlowFunctions.Infra.Tests;

public class ScaleModelTests
{
    private static readonly Measurement App = new(PerRun: 10, PerStep: 5, BusiestPartitionPerStep: 3);

    [Fact]
    public void Documentation_has_the_tables_that_the_model_prints() =>
        Assert.Contains(ScaleReport.Of(Measurement.Read(), new Assumptions()), Infra.Read("infra/docs/scale.md"), StringComparison.Ordinal);

    [Fact]
    public void Model_assumes_what_host_json_says()
    {
        var extensions = JsonDocument.Parse(Infra.Read("host.json")).RootElement.GetProperty("extensions");
        var durable = extensions.GetProperty("durableTask");
        var assumptions = new Assumptions();

        Assert.Equal(durable.GetProperty("storageProvider").GetProperty("partitionCount").GetDouble(), assumptions.Partitions);
        Assert.Equal(Seconds(durable.GetProperty("storageProvider").GetProperty("maxQueuePollingInterval")), assumptions.HubPollSeconds);
        Assert.Equal(durable.GetProperty("maxConcurrentActivityFunctions").GetDouble(), assumptions.ActivitiesPerInstance);
        Assert.Equal(Seconds(extensions.GetProperty("queues").GetProperty("maxPollingInterval")), assumptions.AppPollSeconds);
    }

    [Fact]
    public void Measurement_leaves_out_the_embedded_runtimes_hub()
    {
        var measured = JsonDocument.Parse(
            """
            {"runs":[
              {"steps":2,"requests":{"table/Runs/read":6,"table/Integrations/write":2,"table/FlowFunctionsHistory/write":3}},
              {"steps":4,"requests":{"table/Runs/read":10,"table/Integrations/write":4,"table/FlowFunctionsHistory/write":5}}]}
            """);

        Assert.Equal(new Measurement(PerRun: 2, PerStep: 3, BusiestPartitionPerStep: 1), Measurement.Of(measured.RootElement));
    }

    [Fact]
    public void Measured_requests_are_there()
    {
        var measured = Measurement.Read();

        Assert.True(measured.PerRun > 0 && measured.PerStep > 0, $"{measured}");
    }

    [Theory]
    [InlineData(1, 18, 17)]
    [InlineData(8, 60, 38)]
    public void Orchestration_costs_a_message_three_operations_and_a_turn_three(double steps, double queues, double tables)
    {
        var run = AzureStorageHub.PerRun(steps);

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
            Assert.True(pair.Second.StorageCost > pair.First.StorageCost);
        });
    }

    [Fact]
    public void One_hub_is_enough_until_a_limit_is_passed()
    {
        // 100 activities a second and no other limit near: the queue takes 60.
        var even = new Assumptions { PeakFactor = 1, StepsPerRun = 1, Partitions = 16, MessagesPerPartition = 1_000, RequestsPerAccount = 1_000_000, MessagesPerQueue = 60 };

        Assert.Equal(1, new Load(30 * 86_400, App, even).Hubs);
        Assert.Equal(2, new Load(31 * 86_400, App, even).Hubs);
    }

    [Fact]
    public void Unknown_assumption_is_refused_with_the_known_ones() =>
        Assert.Contains("StepsPerRun", Assert.Throws<FormatException>(() => Assumptions.Parse(["Steps=3"])).Message, StringComparison.Ordinal);

    private static double Seconds(JsonElement duration) => TimeSpan.Parse(duration.GetString()!, System.Globalization.CultureInfo.InvariantCulture).TotalSeconds;
}
