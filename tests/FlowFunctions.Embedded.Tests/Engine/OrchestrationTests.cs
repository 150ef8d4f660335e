using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

public class OrchestrationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Fan_out_and_in_gathers_every_result()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Fan", async context => (await Task.WhenAll(
                Enumerable.Range(0, context.GetInput<int>()).Select(number => context.CallActivityAsync<int>("Square", number)))).Sum())
            .Activity<int>("Square", number => number * number));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Fan", 20);
        var done = await engine.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(2470, done.ReadOutputAs<int>());
        Assert.Equal(20, done.ReadInputAs<int>());
    }

    [Fact]
    public async Task Exception_of_an_activity_reaches_the_orchestrator_with_its_shape()
    {
        TaskFailedException? seen = null;
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Call", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Break");
                }
                catch (TaskFailedException failed)
                {
                    seen = failed;
                    throw;
                }
            })
            .Activity<object>("Break", _ => throw new InvalidOperationException("outer", new FormatException("inner"))));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        var done = await engine.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("Task 'Break' (#0) failed with an unhandled exception: outer", seen!.Message);
        Assert.True(seen.FailureDetails.IsCausedBy<InvalidOperationException>());
        Assert.True(seen.FailureDetails.InnerFailure!.IsCausedBy<FormatException>());
        Assert.Equal(typeof(TaskFailedException).FullName, done.FailureDetails!.ErrorType);
        Assert.Equal("outer", done.FailureDetails.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task Unknown_activity_fails_the_call_and_is_not_retried()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Call", async context =>
            {
                await context.CallActivityAsync("Missing", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1))));
                return null;
            }));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        var done = await engine.EndOfAsync(id);

        Assert.Contains("The function 'Missing' doesn't exist", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sub_orchestration_answers_its_parent_and_knows_it()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", "in", new SubOrchestrationOptions(instanceId: "child-1")))
            .Orchestrator("Child", context => Task.FromResult<object?>($"{context.GetInput<string>()} of {context.Parent!.Name} {context.Parent.InstanceId} as {context.InstanceId}")));

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("parent-1"));
        var done = await engine.EndOfAsync("parent-1");

        Assert.Equal("in of Parent parent-1 as child-1", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Failure_of_a_sub_orchestration_can_be_retried_under_the_same_id()
    {
        var attempts = 0;
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<int>(
                "Child", options: new SubOrchestrationOptions(new RetryPolicy(3, TimeSpan.FromMilliseconds(10)), "again")))
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Try"))
            .Activity<object>("Try", _ => ++attempts < 3 ? throw new TimeoutException() : attempts));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        var done = await engine.EndOfAsync(id);

        Assert.Equal(3, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Custom_status_is_shown_while_running_and_after()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Status", async context =>
            {
                context.SetCustomStatus(new { Step = 1 });
                await context.WaitForExternalEvent<string>("go");
                context.SetCustomStatus(new { Step = 2 });
                return null;
            }));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Status");
        var running = await engine.StartOfAsync(id);
        await engine.Client.RaiseEventAsync(id, "go", "x");
        var done = await engine.EndOfAsync(id);

        Assert.Equal("""{"Step":1}""", running.SerializedCustomStatus);
        Assert.Equal("""{"Step":2}""", done.SerializedCustomStatus);
    }

    [Fact]
    public async Task Custom_status_over_its_limit_is_refused_where_it_is_set()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Status", context =>
            {
                context.SetCustomStatus(new string('x', 8192));
                return Task.FromResult<object?>(null);
            }));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Status");
        var done = await engine.EndOfAsync(id);

        Assert.Contains("16 KB", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continuing_as_new_carries_unprocessed_events_in_order()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Collect", async context =>
            {
                var collected = context.GetInput<List<int>>() ?? [];
                collected.Add(await context.WaitForExternalEvent<int>("number"));
                if (collected.Count == 5)
                {
                    return collected;
                }

                context.ContinueAsNew(collected);
                return null;
            }));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collect");
        for (var number = 0; number < 5; number++)
        {
            await engine.Client.RaiseEventAsync(id, "Number", number);
        }

        var done = await engine.EndOfAsync(id);

        Assert.Equal([0, 1, 2, 3, 4], done.ReadOutputAs<List<int>>()!);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(300_000)]
    [InlineData(3_000_000)]
    public async Task Payloads_of_any_size_arrive(int length)
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Echo", async context =>
            {
                var once = await context.CallActivityAsync<string>("Echo", context.GetInput<string>());
                return await context.CallSubOrchestratorAsync<string>("Return", once);
            })
            .Orchestrator("Return", context => Task.FromResult<object?>(context.GetInput<string>()))
            .Activity<string>("Echo", text => text));
        var sent = new string('ä', length);

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", sent);
        var done = await engine.EndOfAsync(id);

        Assert.Equal(sent, done.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("pool")]
    [InlineData("configure")]
    public async Task Awaiting_anything_but_a_durable_task_fails_the_instance(string how)
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Stray", async context =>
            {
                var open = context.WaitForExternalEvent<string>("never");
                await (how switch
                {
                    "delay" => Task.Delay(5),
                    "pool" => Task.Run(() => Task.Delay(5)),
                    _ => Task.WhenAny(open, context.CallActivityAsync("Quick")),
                }).ConfigureAwait(how != "configure");
                return await context.CallActivityAsync<int>("Quick");
            })
            .Activity<object>("Quick", _ => 1));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Stray");
        var done = await engine.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("outside of its turn|not a durable task".Split('|'), part => done.FailureDetails!.ErrorMessage.Contains(part, StringComparison.Ordinal));
    }
}
