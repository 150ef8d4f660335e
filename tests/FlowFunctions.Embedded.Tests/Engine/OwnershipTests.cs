using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

public class OwnershipTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Second_engine_waits_says_so_and_takes_over_when_the_first_stops()
    {
        var hub = TestEngine.NewHub();
        await using var first = await TestEngine.StartAsync(azurite, Waiting(), hub);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await using var second = await TestEngine.StartAsync(azurite, Waiting(), hub, configure: options => options.ClientPatience = TimeSpan.Zero);
        await Wait.Until(() => second.Logs.Count(2003) == 1);
        var refused = await Assert.ThrowsAsync<TimeoutException>(() => second.Client.GetInstanceAsync(id));
        await first.StopAsync();
        await Wait.Until(() => second.Logs.Count(2006) == 1, describe: () => string.Join(Environment.NewLine, second.Logs.Lines));
        await second.Client.RaiseEventAsync(id, "go", "done");

        Assert.Contains("is owned by process", refused.Message, StringComparison.Ordinal);
        var done = await second.EndOfAsync(id);
        Assert.Equal("done", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Killed_owner_on_this_machine_is_followed_at_once()
    {
        var hub = TestEngine.NewHub();
        await using var first = await TestEngine.StartAsync(azurite, Waiting(), hub, configure: options => options.LeaseDuration = TimeSpan.FromMinutes(5));
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        first.Kill();

        var since = TimeProvider.System.GetTimestamp();
        await using var second = await TestEngine.StartAsync(azurite, Waiting(), hub);
        await second.Client.RaiseEventAsync(id, "go", "done");

        Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(2), $"{TimeProvider.System.GetElapsedTime(since)}");
    }

    [Fact]
    public async Task Owner_that_cannot_renew_its_lease_loses_the_hub_and_cannot_write_any_more()
    {
        var hub = TestEngine.NewHub();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = await TestEngine.StartAsync(
            azurite,
            Waiting().Orchestrator("Call", async context => await context.CallActivityAsync<string>("Long"))
                .ActivityAsync<object>("Long", async (_, cancellationToken) =>
                {
                    await using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
                    running.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                    return null;
                }),
            hub,
            configure: options => options.LeaseDuration = TimeSpan.FromSeconds(1));
        var waiting = await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var calling = await first.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        await running.Task;
        first.Storage.IsOut = true;

        await using var second = await TestEngine.StartAsync(
            azurite,
            Waiting().Orchestrator("Call", async context => await context.CallActivityAsync<string>("Long")).Activity<object>("Long", _ => "by the second"),
            hub);
        var taken = await second.EndOfAsync(calling);
        first.Storage.IsOut = false;
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await second.Client.RaiseEventAsync(waiting, "go", "done");
        var done = await second.EndOfAsync(waiting);

        Assert.Equal("by the second", taken.ReadOutputAs<string>());
        Assert.Equal("done", done.ReadOutputAs<string>());
        Assert.True(first.Logs.Count(2004) + first.Logs.Count(2005) > 0);
        Assert.Equal(0, second.Logs.Count(2004) + second.Logs.Count(2005));
    }

    [Fact]
    public async Task Event_told_to_a_lost_owner_is_refused_and_not_half_done()
    {
        var hub = TestEngine.NewHub();
        await using var first = await TestEngine.StartAsync(azurite, Waiting(), hub, configure: options => options.LeaseDuration = TimeSpan.FromMinutes(5));
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        // The first one still believes to own the hub: its next renewal is far away.
        await using var second = await TestEngine.StartAsync(azurite, Waiting(), hub, configure: options => options.LeaseDuration = TimeSpan.FromMinutes(5));
        await Robbery.TakeLeaseAsync(azurite, hub);
        await Wait.Until(() => second.Logs.Count(2006) == 1, describe: () => string.Join(Environment.NewLine, second.Logs.Lines));
        await second.StartOfAsync(id);
        await Assert.ThrowsAnyAsync<Exception>(() => first.Client.RaiseEventAsync(id, "go", "by the first"));
        await second.Client.RaiseEventAsync(id, "go", "by the second");
        var done = await second.EndOfAsync(id);

        Assert.Equal("by the second", done.ReadOutputAs<string>());
        await Wait.Until(() => first.Logs.Count(2005) == 1);
    }

    [Fact]
    public async Task Stopping_lets_a_running_activity_end_and_stores_it()
    {
        var hub = TestEngine.NewHub();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = 0;
        DurableFunctionRegistry Functions() => new DurableFunctionRegistry()
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Long"))
            .ActivityAsync<object>("Long", async (_, _) =>
            {
                running.TrySetResult();
                await finish.Task;
                return Interlocked.Increment(ref runs);
            });
        var first = await TestEngine.StartAsync(azurite, Functions(), hub);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        await running.Task;
        var stopping = first.StopAsync();
        finish.SetResult();
        await stopping;
        await first.DisposeAsync();

        await using var second = await TestEngine.StartAsync(azurite, Functions(), hub);
        var done = await second.EndOfAsync(id);

        Assert.Equal(1, done.ReadOutputAs<int>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Storage_outage_is_waited_out_and_logged_once()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        engine.Storage.IsOut = true;
        var raising = engine.Client.RaiseEventAsync(id, "go", "done");
        await Wait.Until(() => engine.Logs.Count(2000) == 1);
        Assert.False(raising.IsCompleted);
        engine.Storage.IsOut = false;
        await raising;
        var done = await engine.EndOfAsync(id);

        Assert.Equal("done", done.ReadOutputAs<string>());
        Assert.Equal(1, engine.Logs.Count(2000));
        Assert.Equal(1, engine.Logs.Count(2001));
    }

    private static DurableFunctionRegistry Waiting() => new DurableFunctionRegistry()
        .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("go"));
}
