using Azure.Data.Tables;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Testing;

namespace FlowFunctions.Chaos.Tests.Judging;

[Needs(Need.Azurite)]
public sealed class LeftoversTests(AzuriteFixture storage)
{
    private const string Hub = "Hub";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lock_that_is_left_is_told_of_with_its_run()
    {
        var tables = new TableServiceClient(storage.ConnectionString);
        foreach (var table in new[] { "Targets", "Flows", "Integrations", $"{Hub}Instances" })
        {
            await tables.CreateTableIfNotExistsAsync(table, Cancel);
        }

        await tables.GetTableClient("Flows").AddEntityAsync(new TableEntity("flow", "0a") { ["Name"] = "Flow 1", ["ActiveRun"] = "r1" }, Cancel);
        await tables.GetTableClient("Flows").AddEntityAsync(new TableEntity("flow", "0b") { ["Name"] = "Flow 2" }, Cancel);
        await tables.GetTableClient("Integrations").AddEntityAsync(new TableEntity("integration", "0c") { ["Name"] = "Flow 1 step 0", ["ActiveRun"] = "r2" }, Cancel);

        var left = await new Leftovers(storage.ConnectionString, Hub).AwaitAsync(TimeSpan.Zero, Cancel);

        Assert.Equal(["the lock of Flow 1, which run r1 has left", "the lock of Flow 1 step 0, which run r2 has left"], left);
    }

    /// <summary>What a host that stood still has written over the end says nothing.</summary>
    [Theory]
    [InlineData("e1", "ExecutionCompleted", false)]
    [InlineData("e0", "ExecutionCompleted", true)]
    [InlineData("e1", "TaskCompleted", true)]
    [InlineData("e1", "TaskScheduled RecordRun", false)]
    [InlineData("e0", "TaskScheduled RecordRun", true)]
    [InlineData("e1", "TaskScheduled StartStep", true)]
    public async Task Orchestration_goes_on_unless_the_history_of_its_execution_has_its_end_or_its_record(string execution, string last, bool isLeft)
    {
        var account = storage.NewAccount();
        var tables = new TableServiceClient(account);
        foreach (var table in new[] { "Targets", "Flows", "Integrations", $"{Hub}Instances", $"{Hub}History" })
        {
            await tables.CreateTableIfNotExistsAsync(table, Cancel);
        }

        await tables.GetTableClient($"{Hub}Instances").AddEntityAsync(new TableEntity("r1", "") { ["Name"] = "RunFlow", ["RuntimeStatus"] = "Running", ["ExecutionId"] = "e1" }, Cancel);
        await tables.GetTableClient($"{Hub}History").AddEntityAsync(new TableEntity("r1", "0001") { ["EventType"] = last.Split(' ')[0], ["Name"] = last.Split(' ')[^1], ["ExecutionId"] = execution }, Cancel);
        await tables.GetTableClient($"{Hub}History").AddEntityAsync(new TableEntity("r2", "0001") { ["EventType"] = "ExecutionCompleted", ["ExecutionId"] = "e1" }, Cancel);

        var left = await new Leftovers(account, Hub).AwaitAsync(TimeSpan.Zero, Cancel);

        Assert.Equal(isLeft ? ["orchestration r1 (RunFlow) is Running"] : [], left);
    }
}
