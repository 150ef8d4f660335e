using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Embedded.Tests.Engine;

public class TimerAndEventTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Timer_of_many_days_fires_on_its_instant_and_not_before()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var engine = await TestEngine.StartAsync(
            azurite,
            new DurableFunctionRegistry().Orchestrator("Sleep", async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
                return context.CurrentUtcDateTime;
            }),
            time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");
        await engine.StartOfAsync(id);

        time.Advance(TimeSpan.FromDays(100) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.Client.GetInstanceAsync(id))!.RuntimeStatus);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var done = await engine.EndOfAsync(id);

        Assert.Equal(new DateTime(2026, 4, 11, 0, 0, 0, DateTimeKind.Utc), done.ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Timer_that_came_due_while_the_engine_was_down_fires_at_its_return()
    {
        var hub = TestEngine.NewHub();
        var functions = new DurableFunctionRegistry().Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(300), CancellationToken.None);
            return "awake";
        });
        await using var first = await TestEngine.StartAsync(azurite, functions, hub);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");
        first.Kill();
        await using var second = await TestEngine.StartAsync(azurite, functions, hub);

        Assert.Equal("awake", (await second.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Cancelled_timer_ends_the_wait()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry().Orchestrator("Cancel", async context =>
        {
            using var cancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token);
            await context.CallActivityAsync("Nothing");
            cancellation.Cancel();
            return await Assert.ThrowsAnyAsync<OperationCanceledException>(() => timer) is not null;
        }).Activity<object>("Nothing", _ => null));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Cancel");
        Assert.True((await engine.EndOfAsync(id)).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Timer_that_nobody_awaits_or_cancels_keeps_the_orchestration_from_ending()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var engine = await TestEngine.StartAsync(
            azurite,
            new DurableFunctionRegistry().Orchestrator("Forget", context =>
            {
                _ = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return Task.FromResult<object?>("returned");
            }),
            time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Forget");
        await engine.StartOfAsync(id);

        time.Advance(TimeSpan.FromDays(1));
        var done = await engine.EndOfAsync(id);

        Assert.Equal("returned", done.ReadOutputAs<string>());
        Assert.Equal(TimeSpan.FromDays(1), done.LastUpdatedAt - done.CreatedAt);
    }

    [Fact]
    public async Task Event_wait_that_timed_out_does_not_take_a_later_event()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry().Orchestrator("Wait", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("go", TimeSpan.FromMilliseconds(20));
            }
            catch (OperationCanceledException)
            {
                context.SetCustomStatus("timed out");
                await context.WaitForExternalEvent<string>("next");
                return "late: " + await context.WaitForExternalEvent<string>("go");
            }
        }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await Wait.For(() => engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true), instance => instance?.SerializedCustomStatus is not null);
        await engine.Client.RaiseEventAsync(id, "go", "kept");
        await engine.Client.RaiseEventAsync(id, "next", "");

        Assert.Equal("late: kept", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_that_come_early_are_received_in_their_order_whatever_their_case()
    {
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry().Orchestrator("Gather", async context =>
        {
            await context.WaitForExternalEvent<string>("begin");
            var numbers = new List<int>();
            while (numbers.Count < 10)
            {
                numbers.Add(await context.WaitForExternalEvent<int>("number"));
            }

            return numbers;
        }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Gather");
        for (var number = 0; number < 10; number++)
        {
            await engine.Client.RaiseEventAsync(id, number % 2 == 0 ? "NUMBER" : "number", number);
        }

        await engine.Client.RaiseEventAsync(id, "Begin", "");

        Assert.Equal(Enumerable.Range(0, 10), (await engine.EndOfAsync(id)).ReadOutputAs<List<int>>()!);
    }
}
