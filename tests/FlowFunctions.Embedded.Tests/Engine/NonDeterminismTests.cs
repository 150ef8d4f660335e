using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

public class NonDeterminismTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("AC", "expects Activity #1 'B', but replaying it the orchestrator asked for Activity #1 'C'")]
    [InlineData("A", "expects Activity #1 'B', but replaying it the orchestrator asked for nothing more")]
    [InlineData("ABC", "asked for Activity #2 'C'")]
    [InlineData("BA", "expects Activity #0 'A', but replaying it the orchestrator asked for Activity #0 'B'")]
    [InlineData("AT", "asked for Timer #1")]
    public async Task Changed_orchestrator_fails_with_what_was_expected_and_found(string changed, string message)
    {
        var hub = TestEngine.NewHub();
        await using var first = await TestEngine.StartAsync(azurite, Calling("AB"), hub);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        await Wait.For(
            () => first.Client.GetInstanceAsync(id, getInputsAndOutputs: true), instance => instance?.SerializedCustomStatus == "\"called\"");
        await first.Client.RaiseEventAsync(id, "early", "");
        first.Kill();

        await using var second = await TestEngine.StartAsync(azurite, Calling(changed), hub);
        var done = await second.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains(message, done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrator_that_is_gone_fails_its_instances_and_no_others()
    {
        var hub = TestEngine.NewHub();
        await using var first = await TestEngine.StartAsync(azurite, Calling("AB").Orchestrator("Gone", async context => await context.WaitForExternalEvent<string>("x")), hub);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        var gone = await first.Client.ScheduleNewOrchestrationInstanceAsync("Gone");
        first.Kill();

        await using var second = await TestEngine.StartAsync(azurite, Calling("AB"), hub);
        var failed = await second.EndOfAsync(gone);
        await second.Client.RaiseEventAsync(id, "go", "");
        var done = await second.EndOfAsync(id);

        Assert.Contains("The function 'Gone' doesn't exist", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
    }

    [Theory]
    [InlineData("Instances", "active")]
    [InlineData("History", null)]
    public async Task Instance_whose_rows_are_unreadable_fails_alone(string table, string? partition)
    {
        var hub = TestEngine.NewHub();
        await using var first = await TestEngine.StartAsync(azurite, Calling("AB"), hub);
        var broken = await first.Client.ScheduleNewOrchestrationInstanceAsync("Call", new StartOrchestrationOptions("broken"));
        var sound = await first.Client.ScheduleNewOrchestrationInstanceAsync("Call", new StartOrchestrationOptions("sound"));
        foreach (var id in (string[])[broken, sound])
        {
            await Wait.For(
                () => first.Client.GetInstanceAsync(id, getInputsAndOutputs: true), instance => instance?.SerializedCustomStatus == "\"called\"");
        }

        first.Kill();
        await Robbery.SpoilAsync(azurite, hub + table, partition ?? broken, partition is null ? null : broken);

        await using var second = await TestEngine.StartAsync(azurite, Calling("AB"), hub);
        await second.Client.RaiseEventAsync(sound, "go", "");
        var done = await second.EndOfAsync(sound);
        var failed = await second.EndOfAsync(broken);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
    }

    private static DurableFunctionRegistry Calling(string activities) => new DurableFunctionRegistry()
        .Orchestrator("Call", async context =>
        {
            await Task.WhenAll(activities.Select(activity => activity == 'T'
                ? context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None)
                : context.CallActivityAsync($"{activity}")));
            context.SetCustomStatus("called");
            return await context.WaitForExternalEvent<string>("go");
        })
        .Activity<object>("A", _ => null)
        .Activity<object>("B", _ => null)
        .Activity<object>("C", _ => null);
}
