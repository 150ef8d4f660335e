using FlowFunctions.Runs;
using Microsoft.DurableTask.Client;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Ending;

/// <summary>Who asks a run to end is told whether it will.</summary>
public sealed class RunCancellerTests
{
    private readonly FakeOrchestrations _orchestrations = new();

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, true)]
    [InlineData(OrchestrationRuntimeStatus.Pending, true)]
    [InlineData(OrchestrationRuntimeStatus.Completed, false)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, false)]
    [InlineData(null, false)]
    public async Task Run_whose_orchestration_goes_on_is_asked_in_the_name_of_who_asks(OrchestrationRuntimeStatus? status, bool isAsked)
    {
        if (status is { } known)
        {
            _orchestrations.Instances[RunId] = known;
        }

        Assert.Equal(isAsked, await CancelAsync());
        Assert.Equal(isAsked ? [$"{RunFlow.CancelEvent} by eve to {RunId}"] : [], _orchestrations.Raised);
    }

    [Fact]
    public async Task Run_that_refuses_because_it_ends_at_this_moment_has_ended()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        _orchestrations.RaiseFault = new InvalidOperationException("It is over.");
        _orchestrations.OnRaise = () => _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Completed;

        Assert.False(await CancelAsync());
    }

    [Fact]
    public async Task Request_that_fails_while_the_run_goes_on_is_a_failure()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        _orchestrations.RaiseFault = new InvalidOperationException("no backend");

        Assert.Equal("no backend", (await Assert.ThrowsAsync<InvalidOperationException>(CancelAsync)).Message);
    }

    private Task<bool> CancelAsync() => RunCanceller.TryCancelAsync(_orchestrations.Client, Of(Step("a")).Run, "eve", TestContext.Current.CancellationToken);
}
