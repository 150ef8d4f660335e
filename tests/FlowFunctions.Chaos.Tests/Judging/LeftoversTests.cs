using Azure.Data.Tables;
using Azure.Storage.Queues;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Chaos.Tests.Judging;

[Needs(Need.Azurite)]
public sealed class LeftoversTests(AzuriteFixture storage)
{
    private const string Hub = "Hub";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lock_that_is_left_is_told_of_with_its_run()
    {
        var tables = await CreateTablesAsync(storage.ConnectionString);

        await tables.GetTableClient("Flows").AddEntityAsync(new TableEntity("flow", "0a") { ["Name"] = "Flow 1", ["ActiveRun"] = "r1" }, Cancel);
        await tables.GetTableClient("Flows").AddEntityAsync(new TableEntity("flow", "0b") { ["Name"] = "Flow 2" }, Cancel);
        await tables.GetTableClient("Integrations").AddEntityAsync(new TableEntity("integration", "0c") { ["Name"] = "Flow 1 step 0", ["ActiveRun"] = "r2" }, Cancel);

        var left = await new Leftovers(storage.ConnectionString, Hub).AwaitAsync(TimeSpan.Zero, Cancel);

        Assert.Equal(["the lock of Flow 1, which run r1 has left", "the lock of Flow 1 step 0, which run r2 has left"], left);
    }

    [Fact]
    public async Task Task_of_a_step_is_left_unless_it_has_ended_or_nobody_waits_for_it()
    {
        var account = storage.NewAccount();
        var tables = await CreateTablesAsync(account);

        var runs = tables.GetTableClient("Runs");
        await runs.AddEntityAsync(new TableEntity("r1", "run") { ["Task"] = "none" }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r1", "step-0a") { ["Try"] = 1 }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r1", "step-0b") { ["Task"] = "t1", ["End"] = "{}", ["IsCancelled"] = false }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r1", "step-0c") { ["Task"] = "t2", ["IsCancelled"] = true }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r2", "step-0a") { ["Task"] = "t3", ["IsCancelled"] = false }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r3", "step-0a") { ["Task"] = "t4" }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r3", "step-0b") { ["Task"] = "t5" }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r3", "step-0c") { ["Task"] = "t6" }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r3", "step-0d") { ["Task"] = "t7" }, Cancel);
        await runs.AddEntityAsync(new TableEntity("r3", "step-0e") { ["Task"] = "t8" }, Cancel);

        // Of some, one activity told the end, and another kept the task after that.
        const string Steps =
            """
            {"steps":[{"referrer":"0a","status":"success"},{"referrer":"0b","status":"failure","errorCode":1004},{"referrer":"0c","status":"cancelled"},
            {"referrer":"0d","status":"partialSuccess"},{"referrer":"0e","status":"failure","errorCode":7}]}
            """;
        await runs.AddEntityAsync(new TableEntity("r3", "run") { ["Document"] = Steps[..9], ["Document1"] = Steps[9..] }, Cancel);

        Assert.Equal(
            [
                "the task of step 0a of run r2, which has neither ended nor been let go of",
                "the task of step 0b of run r3, which has neither ended nor been let go of",
                "the task of step 0c of run r3, which has neither ended nor been let go of",
            ],
            await new Leftovers(account, Hub).AwaitAsync(TimeSpan.Zero, Cancel));
    }

    /// <summary>What a host that stood still has written over the end says nothing; nor does what a run has left behind that is on record.</summary>
    [Theory]
    [InlineData("r1", "ExecutionCompleted", "e1", 0, false)]
    [InlineData("r1", "ExecutionCompleted", "e0", 0, true)]
    [InlineData("r1", "TaskCompleted", "e1", 130, true)]
    [InlineData("r1", "TaskScheduled RecordRun", "e0", 130, false)]
    [InlineData("r1", "TaskScheduled RecordRun", "e0", 110, true)]
    [InlineData("r1", "TaskScheduled StartStep", "e0", 130, true)]
    [InlineData("r1-0a-2", "TaskScheduled RecordRun", "e0", 130, false)]
    [InlineData("r1-0a-2", "TaskScheduled RecordRun", "e0", 110, true)]
    [InlineData("r2-0a-2", "TaskScheduled RecordRun", "e0", 130, true)]
    public async Task Orchestration_goes_on_unless_its_history_has_its_end_or_it_stands_and_its_run_is_recorded(string instance, string last, string execution, int stands, bool isLeft)
    {
        var account = storage.NewAccount();
        var tables = await CreateTablesAsync(account);

        var moved = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(stands);
        await tables.GetTableClient($"{Hub}Instances").AddEntityAsync(
            new TableEntity(instance, "") { ["Name"] = "RunFlow", ["RuntimeStatus"] = "Running", ["ExecutionId"] = "e1", ["LastUpdatedTime"] = moved }, Cancel);
        await tables.GetTableClient($"{Hub}History").AddEntityAsync(new TableEntity("r1", "0001") { ["EventType"] = last.Split(' ')[0], ["Name"] = last.Split(' ')[^1], ["ExecutionId"] = execution }, Cancel);
        await tables.GetTableClient($"{Hub}History").AddEntityAsync(new TableEntity("r2", "0001") { ["EventType"] = "ExecutionCompleted", ["ExecutionId"] = "e1" }, Cancel);

        var leftovers = new Leftovers(account, Hub);
        var left = await leftovers.AwaitAsync(TimeSpan.Zero, Cancel);

        Assert.Equal(isLeft ? [$"orchestration {instance} (RunFlow) is Running"] : [], left);
        Assert.Equal(!isLeft && last.EndsWith("RecordRun", StringComparison.Ordinal) ? 1 : 0, leftovers.Forgotten);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 3, false)]
    [InlineData(2, 99, true)]
    [InlineData(9, 800, false)]
    [InlineData(10, 800, true)]
    public void Many_that_nobody_waits_for_are_stuck(int forgotten, int runs, bool isStuck) =>
        Assert.Equal(isStuck ? [FindingKind.Stuck] : [], Leftovers.JudgeForgotten(forgotten, runs).Select(finding => finding.Kind));

    [Fact]
    public async Task Place_in_the_queue_of_a_model_is_left()
    {
        var account = storage.NewAccount();
        var targets = (await CreateTablesAsync(account)).GetTableClient("Targets");
        await targets.AddEntityAsync(new TableEntity("model", "ticket-1") { ["Name"] = "Load", ["RunId"] = "r1" }, Cancel);
        await targets.AddEntityAsync(new TableEntity("model", "budget") { ["Name"] = "Requests" }, Cancel);

        Assert.Equal(["a place in the queue of a model, of step 'Load' of run r1"], await new Leftovers(account, Hub).AwaitAsync(TimeSpan.Zero, Cancel));
    }

    /// <summary>What is looked for has the names that the application gives it.</summary>
    [Fact]
    public async Task What_the_application_itself_has_left_is_told_of()
    {
        var account = storage.NewAccount();
        await CreateTablesAsync(account);
        var tables = new StorageTables(new TableServiceClient(account), Options.Create(new StorageOptions()));
        var flow = new FlowDocument
        {
            Id = "0a",
            Input = new FlowInput { Name = "Flow 1", Steps = [] },
            CreatedBy = "ann",
            CreationDate = TimeProvider.System.GetUtcNow(),
            ModificationDate = TimeProvider.System.GetUtcNow(),
            ActiveRunId = "r1",
        };
        var integration = new IntegrationDocument
        {
            Id = "0b",
            Input = new IntegrationInput { Name = "Step 1", Endpoint = new EndpointInput { Url = "http://localhost/step" } },
            CreatedBy = "ann",
            CreationDate = flow.CreationDate,
            ModificationDate = flow.CreationDate,
            ActiveRunId = "r2",
        };
        Assert.Equal(WriteStatus.Written, (await new FlowStore(tables).CreateAsync(flow, Cancel)).Status);
        Assert.Equal(WriteStatus.Written, (await new IntegrationStore(tables).CreateAsync(integration, Cancel)).Status);

        var handles = new StepHandleStore(tables);
        Assert.NotNull(await handles.TrySaveAsync("r3", "0a", new StepHandle { Task = "t1" }, Cancel));
        Assert.NotNull(await handles.TrySaveAsync("r3", "0b", new StepHandle { Task = "t2", IsCancelled = true }, Cancel));
        Assert.NotNull(await handles.TrySaveAsync("r3", "0c", new StepHandle { Task = "t3", End = new StepReport() }, Cancel));

        var queue = new QueueStore(tables);
        var model = new ModelAddress("ws1", "m1");
        Assert.NotNull(await queue.TryAddAsync(model, await queue.ReadAsync(model, Cancel), new QueueTicket("o1", "r4", "0a", "Load"), flow.CreationDate, Cancel));

        Assert.Equal(
            [
                "a place in the queue of a model, of step 'Load' of run r4",
                "the task of step 0a of run r3, which has neither ended nor been let go of",
                "the lock of Flow 1, which run r1 has left",
                "the lock of Step 1, which run r2 has left",
            ],
            await new Leftovers(account, Hub).AwaitAsync(TimeSpan.Zero, Cancel));
    }

    /// <summary>On the hub's own queues a message that is hidden is a timer that nobody waits for.</summary>
    [Theory]
    [InlineData("run-requests", 0, true)]
    [InlineData("run-requests", 60, true)]
    [InlineData("hub-control-00", 0, true)]
    [InlineData("hub-control-00", 60, false)]
    public async Task Message_is_left_but_for_one_that_the_hub_keeps_for_later(string name, int hiddenFor, bool isLeft)
    {
        var account = storage.NewAccount();
        await CreateTablesAsync(account);
        var queue = new QueueServiceClient(account).GetQueueClient(name);
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancel);
        await queue.SendMessageAsync("{}", TimeSpan.FromSeconds(hiddenFor), cancellationToken: Cancel);

        Assert.Equal(isLeft ? [$"1 messages on queue {name}"] : [], await new Leftovers(account, Hub).AwaitAsync(TimeSpan.Zero, Cancel));
    }

    [Fact]
    public async Task Orchestration_is_broken_that_ended_otherwise_than_completed()
    {
        var account = storage.NewAccount();
        var instances = (await CreateTablesAsync(account)).GetTableClient($"{Hub}Instances");
        foreach (var status in new[] { "Completed", "Running", "Failed", "Terminated", "Canceled" })
        {
            await instances.AddEntityAsync(new TableEntity($"r-{status}", "") { ["Name"] = "RunFlow", ["RuntimeStatus"] = status }, Cancel);
        }

        Assert.Equal(
            ["orchestration r-Canceled (RunFlow) is Canceled", "orchestration r-Failed (RunFlow) is Failed", "orchestration r-Terminated (RunFlow) is Terminated"],
            await new Leftovers(account, Hub).BrokenAsync(Cancel));
    }

    /// <summary>Those that are looked into, as an application and its hub have them.</summary>
    private static async Task<TableServiceClient> CreateTablesAsync(string account)
    {
        var tables = new TableServiceClient(account);
        foreach (var table in new[] { "Targets", "Runs", "Flows", "Integrations", $"{Hub}Instances", $"{Hub}History" })
        {
            await tables.CreateTableIfNotExistsAsync(table, Cancel);
        }

        return tables;
    }
}
