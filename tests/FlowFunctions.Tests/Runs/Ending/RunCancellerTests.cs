using FlowFunctions.Core.Runs;
using FlowFunctions.Http;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
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

        _time.Advance(RunLock.StartGrace);

        Assert.Equal(standing, await CancelAsync());
        Assert.Equal(standing == CancelStanding.Accepted ? [Asked] : [], _orchestrations.Raised);
    }

    /// <summary>Before its first turn is kept, what comes to an orchestration is dropped where the host with that turn is lost.</summary>
    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, CancelStanding.Accepted)]
    [InlineData(OrchestrationRuntimeStatus.Completed, CancelStanding.Ended)]
    public async Task Run_that_waits_to_begin_is_asked_once_it_has_begun(OrchestrationRuntimeStatus next, CancelStanding standing)
    {
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

    /// <summary>It mostly comes to the run all the same; whoever asks is not told so.</summary>
    [Fact]
    public async Task Run_that_does_not_begin_is_asked_for_what_it_is_worth_and_whoever_asks_is_to_come_back()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Pending;

        Assert.Equal(CancelStanding.NotBegun, await CancelAsync());
        Assert.Equal([Asked], _orchestrations.Raised);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.GetUtcNow().UtcDateTime - Start);
        var answer = Assert.Throws<ApiException>(() => RunAnswers.Of(CancelStanding.NotBegun, RunId)).Answer;
        Assert.Equal((409, "5"), (answer.StatusCode, answer.Headers["Retry-After"]));
    }

    /// <summary>A run is on record a moment before it is scheduled.</summary>
    [Fact]
    public async Task Run_that_is_about_to_be_scheduled_has_not_ended()
    {
        _time.Advance(RunLock.StartGrace - TimeSpan.FromMilliseconds(1));

        Assert.Equal(CancelStanding.NotBegun, await CancelAsync());
        Assert.Empty(_orchestrations.Raised);
    }

    /// <summary>It was told while it waited to begin.</summary>
    [Theory]
    [InlineData("eve", CancelStanding.Accepted)]
    [InlineData("sue", CancelStanding.Ended)]
    public async Task Caller_who_comes_back_and_finds_the_run_cancelled_by_them_has_done_so(string canceller, CancelStanding standing)
    {
        var run = Of(Step("a")).Run with { EndDate = Start, Result = new RunResult(false, $"Cancelled by {canceller}", RunErrorCodes.Cancelled) };

        Assert.Equal(standing, await new RunCanceller(_time).CancelAsync(_orchestrations.Client, run, "eve", TestContext.Current.CancellationToken));
        Assert.Empty(_orchestrations.Raised);
    }

    [Fact]
    public async Task Caller_who_has_little_time_left_is_kept_for_half_of_it()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Pending;
        StoragePatience.Begin(TimeSpan.FromSeconds(9));

        Assert.Equal(CancelStanding.NotBegun, await CancelAsync());
        Assert.InRange(_time.GetUtcNow().UtcDateTime - Start, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4.75));
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
