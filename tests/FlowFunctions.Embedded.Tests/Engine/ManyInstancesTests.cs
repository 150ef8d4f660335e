using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

public class ManyInstancesTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Instances = 1000;

    [Fact]
    public async Task Thousand_instances_killed_half_way_all_end_and_repeat_at_most_what_was_under_way()
    {
        var hub = TestEngine.NewHub();
        var runs = 0;
        DurableFunctionRegistry Functions() => new DurableFunctionRegistry()
            .Orchestrator("Two", async context =>
                await context.CallActivityAsync<int>("Next", await context.CallActivityAsync<int>("Next", context.GetInput<int>())))
            .Activity<int>("Next", number =>
            {
                Interlocked.Increment(ref runs);
                return number + 1;
            });
        var since = TimeProvider.System.GetTimestamp();
        await using var first = await TestEngine.StartAsync(azurite, Functions(), hub, configure: options => options.MaxConcurrentActivities = 32);
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(number =>
            first.Client.ScheduleNewOrchestrationInstanceAsync("Two", number, new StartOrchestrationOptions($"i{number}"))));
        await Wait.Until(() => Volatile.Read(ref runs) >= Instances, TimeSpan.FromMinutes(2), () => runs);
        first.Kill();

        await using var second = await TestEngine.StartAsync(azurite, Functions(), hub);
        var done = await Task.WhenAll(Enumerable.Range(0, Instances).Select(number =>
            second.Client.WaitForInstanceCompletionAsync($"i{number}", getInputsAndOutputs: true, new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token)));

        Assert.Equal(Enumerable.Range(2, Instances), done.Select(instance => instance.ReadOutputAs<int>()));
        Assert.InRange(runs, 2 * Instances, (2 * Instances) + 32);
        output.WriteLine($"{Instances} instances of two activities, with a kill and a recovery: {TimeProvider.System.GetElapsedTime(since).TotalSeconds:F1} s, {first.Storage.Writes + second.Storage.Writes} writes");
    }
}
