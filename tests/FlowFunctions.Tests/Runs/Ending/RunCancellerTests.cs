using FlowFunctions.Http;
using FlowFunctions.Runs;
using Microsoft.DurableTask.Client;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Ending;

/// <summary>Who asks a run to end is told whether it will.</summary>
public sealed class RunCancellerTests
{
    private const string Asked = $"{RunFlow.CancelEvent} by eve to {RunId}";

    private readonly FakeOrchestrations _orchestrations = new();
    private readonly SkippingTimeProvider _time = new(new DateTimeOffset(Start));

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, CancelStanding.Accepted)]
    [InlineData(OrchestrationRuntimeStatus.Completed, CancelStanding.Ended)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, CancelStanding.Ended)]
    [InlineData(null, CancelStanding.Ended)]
    public async Task Run_whose_orchestration_goes_on_is_asked_in_the_name_of_who_asks(OrchestrationRuntimeStatus? status, CancelStanding standing)
    {
        if (status is { } known)
        {
            _orchestrations.Instances[RunId] = known;
        }

        Assert.Equal(standing, await CancelAsync());
        Assert.Equal(standing == CancelStanding.Accepted ? [Asked] : [], _orchestrations.Raised);
    }

    /// <summary>Before its first turn is kept, what comes to an orchestration is dropped where the host with that turn is lost.</summary>
    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, CancelStanding.Accepted)]
    [InlineData(OrchestrationRuntimeStatus.Completed, CancelStanding.Ended)]
    public async Task Run_that_waits_to_begin_is_asked_once_it_has_begun(OrchestrationRuntimeStatus next, CancelStanding standing)
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Pending;
        var looks = 0;
        _orchestrations.OnFind = () =>
        {
            Assert.Empty(_orchestrations.Raised);
            _orchestrations.Instances[RunId] = ++looks < 4 ? OrchestrationRuntimeStatus.Pending : next;
            return Task.CompletedTask;
        };

        Assert.Equal(standing, await CancelAsync());
        Assert.Equal(standing == CancelStanding.Accepted ? [Asked] : [], _orchestrations.Raised);
        Assert.Equal(TimeSpan.FromMilliseconds(750), _time.GetUtcNow().UtcDateTime - Start);
    }

    [Fact]
    public async Task Run_that_does_not_begin_is_not_asked_and_whoever_asks_is_to_come_back()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Pending;

        Assert.Equal(CancelStanding.NotBegun, await CancelAsync());
        Assert.Empty(_orchestrations.Raised);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.GetUtcNow().UtcDateTime - Start);
        Assert.Equal((503, "5"), Assert.Throws<ApiException>(() => RunAnswers.Of(CancelStanding.NotBegun, RunId)).Answer is { } answer ? (answer.StatusCode, answer.Headers["Retry-After"]) : default);
    }

    [Fact]
    public async Task Run_that_refuses_because_it_ends_at_this_moment_has_ended()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        _orchestrations.RaiseFault = new InvalidOperationException("It is over.");
        _orchestrations.OnRaise = () => _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Completed;

        Assert.Equal(CancelStanding.Ended, await CancelAsync());
    }

    [Fact]
    public async Task Request_that_fails_while_the_run_goes_on_is_a_failure()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        _orchestrations.RaiseFault = new InvalidOperationException("no backend");

        Assert.Equal("no backend", (await Assert.ThrowsAsync<InvalidOperationException>(CancelAsync)).Message);
    }

    private Task<CancelStanding> CancelAsync() => new RunCanceller(_time).CancelAsync(_orchestrations.Client, Of(Step("a")).Run, "eve", TestContext.Current.CancellationToken);
}
