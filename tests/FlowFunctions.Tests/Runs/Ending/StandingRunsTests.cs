using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Ending;

/// <summary>Which orchestrations the watchdog takes for such that have lost what they wait for.</summary>
public sealed class StandingRunsTests
{
    private static readonly string WaitOfA = $"{RunId}-{Id("a")}";

    private readonly FakeOrchestrations _orchestrations = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(Start).AddHours(1));
    private readonly StandingRuns _standing;

    public StandingRunsTests()
    {
        _standing = new(Options.Create(new RunsOptions()), _time, NullLogger<StandingRuns>.Instance);
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        _orchestrations.Scheduled.Enqueue(RunInputs.Of(Step("a"), Step("b", "a")));
        _orchestrations.LastUpdatedAt = Before;
        Show(Running);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static LiveStep Running => new() { Status = StepStatus.Running, Begin = 0 };

    /// <summary>Of what stands still just long enough.</summary>
    private DateTimeOffset Before => _time.GetUtcNow() - _standing.After;

    [Fact]
    public void Run_may_stand_still_for_ten_minutes_beyond_what_its_activities_wait() => Assert.Equal(TimeSpan.FromSeconds(620), _standing.After);

    [Fact]
    public async Task Run_whose_activity_has_not_answered_for_long_is_woken()
    {
        Assert.True(await TryWakeAsync());

        // Or the wait that it was to begin has not begun.
        Assert.Equal([$"Wake by [{WaitOfA},{WaitOfA}-w2] to {RunId}"], _orchestrations.Raised);
    }

    /// <summary>Its run was woken then, has asked for the step's report itself, and waits in the next.</summary>
    [Fact]
    public async Task Wait_after_one_that_never_began_is_found()
    {
        _orchestrations.Waits[WaitOfA + "-w2"] = (OrchestrationRuntimeStatus.Completed, Before, null);

        Assert.True(await TryWakeAsync());

        Assert.Equal([$"Wake by [{WaitOfA}-w2,{WaitOfA}-w3,{WaitOfA}-w4] to {RunId}"], _orchestrations.Raised);
    }

    [Fact]
    public async Task Run_that_has_moved_is_left_alone()
    {
        _orchestrations.LastUpdatedAt += TimeSpan.FromTicks(1);

        Assert.False(await TryWakeAsync());

        Assert.Empty(_orchestrations.Raised);
    }

    /// <summary>Its record is to be written, or its steps' targets are to be told.</summary>
    [Fact]
    public async Task Run_none_of_whose_steps_is_under_way_is_woken()
    {
        Show(new() { Status = StepStatus.Success }, new() { Status = StepStatus.Failure });

        Assert.True(await TryWakeAsync());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    [InlineData(OrchestrationRuntimeStatus.Suspended)]
    public async Task Run_that_does_not_run_is_left_alone(OrchestrationRuntimeStatus status)
    {
        _orchestrations.Instances[RunId] = status;

        Assert.False(await TryWakeAsync());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    public async Task Run_that_has_not_heard_of_a_wait_s_end_is_told(OrchestrationRuntimeStatus status)
    {
        _orchestrations.Waits[WaitOfA] = (status, _time.GetUtcNow(), null);

        Assert.True(await TryWakeAsync());

        Assert.Equal([$"Wake by [{WaitOfA},{WaitOfA}-w2,{WaitOfA}-w3] to {RunId}"], _orchestrations.Raised);
    }

    [Fact]
    public async Task Run_is_woken_again_and_again_but_less_and_less_often()
    {
        var wakes = 0;
        for (var looks = 0; looks < 32; looks++)
        {
            _orchestrations.LastUpdatedAt = Before;
            wakes += await TryWakeAsync() ? 1 : 0;
            _time.Advance(_standing.After);
        }

        // After 0, 1, 3, 7, 15 and 23 times as long, and 31.
        Assert.Equal(7, wakes);
    }

    [Fact]
    public async Task Run_that_has_gone_on_since_is_woken_as_if_for_the_first_time()
    {
        foreach (var pause in new[] { 0, 1, 4, 1 })
        {
            _time.Advance(pause * _standing.After);
            _orchestrations.LastUpdatedAt = Before;

            Assert.True(await TryWakeAsync());
        }
    }

    /// <summary>The one before it brought another's report.</summary>
    [Fact]
    public async Task The_newest_wait_of_the_newest_try_counts()
    {
        Show(Running with { Retries = 1 });
        _orchestrations.Waits[WaitOfA] = (OrchestrationRuntimeStatus.Completed, Before, null);
        _orchestrations.Waits[WaitOfA + "-2"] = (OrchestrationRuntimeStatus.Completed, Before, null);
        _orchestrations.Waits[WaitOfA + "-2-w2"] = (OrchestrationRuntimeStatus.Running, Before, Before.UtcDateTime);

        Assert.True(await TryWakeAsync());

        Assert.Equal([$"Wake by [] to {WaitOfA}-2-w2"], _orchestrations.Raised);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, false)]
    public async Task Wait_is_woken_that_has_neither_moved_nor_asked_when_it_should(int movedLater, int nextLater, bool isWoken)
    {
        _orchestrations.Waits[WaitOfA] = (OrchestrationRuntimeStatus.Running, Before.AddTicks(movedLater), Before.UtcDateTime.AddTicks(nextLater));

        Assert.Equal(isWoken, await TryWakeAsync());

        Assert.Equal(isWoken ? [$"Wake by [] to {WaitOfA}"] : [], _orchestrations.Raised);
    }

    /// <summary>Woken, it has moved, and waits for the same time as before: one that has lost an answer cannot end, whatever it asks again.</summary>
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task Wait_that_was_woken_in_vain_is_left_behind_by_its_run(int ticks, bool isLeftBehind)
    {
        _orchestrations.Waits[WaitOfA] = (OrchestrationRuntimeStatus.Running, Before, (Before - _standing.After).UtcDateTime.AddTicks(-ticks));

        Assert.True(await TryWakeAsync());

        Assert.Equal([isLeftBehind ? $"Wake by [{WaitOfA},{WaitOfA}-w2,{WaitOfA}-w3] to {RunId}" : $"Wake by [] to {WaitOfA}"], _orchestrations.Raised);
    }

    /// <summary>Each wake moves it, and it is ended when it has not moved for long.</summary>
    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task Run_that_is_to_be_ended_is_not_woken_any_more(int ticks, bool isWoken)
    {
        _time.Advance(TimeSpan.FromHours(23) + LostRuns.StuckAfter + TimeSpan.FromTicks(ticks));

        Assert.Equal(isWoken, await TryWakeAsync());
    }

    /// <summary>It may have a long time to sleep.</summary>
    [Fact]
    public async Task Wait_that_does_not_say_when_it_asks_next_is_left_alone_for_as_long_as_a_wait_can_be()
    {
        _orchestrations.Waits[WaitOfA] = (OrchestrationRuntimeStatus.Running, Before, null);
        Assert.False(await TryWakeAsync());

        _time.Advance(BackOff.Longest);
        Assert.True(await TryWakeAsync());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Run_whose_next_try_has_not_begun_long_after_its_time_is_woken(int millisecondsLater, bool isWoken)
    {
        Show(Running with { RetryAt = (long)(Before.UtcDateTime - Start).TotalMilliseconds + millisecondsLater });

        Assert.Equal(isWoken, await TryWakeAsync());
    }

    [Fact]
    public async Task Run_whose_time_is_long_over_is_woken_whatever_it_waits_for()
    {
        _time.Advance(TimeSpan.FromHours(23) + _standing.After - TimeSpan.FromTicks(1));
        _orchestrations.Waits[WaitOfA] = (OrchestrationRuntimeStatus.Running, _time.GetUtcNow(), _time.GetUtcNow().UtcDateTime);
        Assert.False(await TryWakeAsync());

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(await TryWakeAsync());
    }

    [Fact]
    public async Task Run_that_rests_is_not_looked_at_again_before_something_can_be_late()
    {
        var looks = 0;
        _orchestrations.OnWholeFind = () => looks++;
        _orchestrations.Waits[WaitOfA] = (OrchestrationRuntimeStatus.Running, Before, Before.UtcDateTime.AddMinutes(30));
        await TryWakeAsync();
        var first = looks;
        _time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        await TryWakeAsync();
        Assert.Equal(first, looks);

        // It has moved since.
        _orchestrations.LastUpdatedAt += TimeSpan.FromTicks(1);
        await TryWakeAsync();
        Assert.True(looks > first);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(await TryWakeAsync());
    }

    [Fact]
    public async Task Run_that_has_ended_is_forgotten()
    {
        var looks = 0;
        _orchestrations.Waits[WaitOfA] = (OrchestrationRuntimeStatus.Running, Before, Before.UtcDateTime.AddMinutes(30));
        await TryWakeAsync();
        _orchestrations.OnWholeFind = () => looks++;

        _standing.Keep(new HashSet<string>(StringComparer.Ordinal) { RunId });
        await TryWakeAsync();
        Assert.Equal(0, looks);
        _standing.Keep(new HashSet<string>(StringComparer.Ordinal));
        await TryWakeAsync();
        Assert.NotEqual(0, looks);
    }

    private void Show(params LiveStep[] steps) => _orchestrations.Statuses[RunId] = new() { Steps = [.. steps, .. Enumerable.Repeat(new LiveStep(), 2).Take(2 - steps.Length)] };

    private async Task<bool> TryWakeAsync() =>
        await _standing.TryWakeAsync(_orchestrations.Client, (await _orchestrations.Client.GetInstanceAsync(RunId, Cancel))!, Cancel);
}
