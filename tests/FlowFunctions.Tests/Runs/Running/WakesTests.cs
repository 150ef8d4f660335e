using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Running;

/// <summary>What a run waits for may be lost on its way through the task hub. Woken, it asks again.</summary>
public sealed class WakesTests
{
    private readonly ScriptedOrchestration _run = new(RunInputs.Of(Step("a"), Step("b")));

    [Fact]
    public async Task Steps_whose_reports_are_lost_are_asked_for_again()
    {
        var result = _run.RunAsync();
        _run.Succeed("a").Wake();
        Assert.Equal("abb", _run.Started);
        _run.Succeed("b");

        Assert.Equal("Success", (await result).Message);
        Assert.Equal((_run.Calls[1].OperationId, _run.Calls[1].StartedAt), (_run.Calls[2].OperationId, _run.Calls[2].StartedAt));
    }

    [Fact]
    public async Task Run_that_is_woken_again_and_again_asks_each_time()
    {
        var result = _run.RunAsync();
        _run.Succeed("a").Wake().Wake().Wake();
        Assert.Equal("abbbb", _run.Started);
        _run.Succeed("b");

        Assert.Equal("Success", (await result).Message);
    }

    [Fact]
    public async Task Wait_that_is_over_is_gone_on_with_by_the_run()
    {
        var result = _run.RunAsync();
        _run.Succeed("b").Report("a", StepReport.Waiting(Start.AddMinutes(1)));
        _run.Wake($"{RunId}-{Id("b")}", $"{RunId}-{Id("a")}");
        Assert.Equal(["a"], _run.Continued.Select(call => call.Name));
        _run.Report("a", StepReport.Waiting(Start.AddMinutes(2)));
        Assert.Equal([Start.AddMinutes(1), Start.AddMinutes(2)], _run.Waits.Select(wait => wait.NextAt));
        _run.EndWait("a", StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, null)));

        Assert.Equal("Success", (await result).Message);
    }

    [Fact]
    public async Task Wait_that_goes_on_is_left_alone()
    {
        var result = _run.RunAsync();
        _run.Succeed("b").Report("a", StepReport.Waiting(Start.AddMinutes(1)));
        _run.Wake();
        Assert.Empty(_run.Continued);
        Assert.Single(_run.Waits);
        _run.EndWait("a", StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, null)));

        Assert.Equal("Success", (await result).Message);
    }

    [Fact]
    public async Task Record_whose_answer_is_lost_is_written_again()
    {
        _run.RecordAnswers.Enqueue(new TaskCompletionSource<string>().Task);

        var result = _run.RunAsync();
        _run.Succeed("a").Succeed("b");
        Assert.False(result.IsCompleted);
        _run.Wake();

        Assert.Equal("Success", (await result).Message);
        Assert.Equal(2, _run.Records.Count);
    }

    [Fact]
    public async Task Cancellation_of_a_step_whose_answer_is_lost_is_told_again()
    {
        _run.CancelAnswers.Enqueue(new TaskCompletionSource<string?>().Task);

        var result = _run.RunAsync();
        _run.Succeed("b").Cancel("ann");
        Assert.False(result.IsCompleted);
        _run.Wake();

        Assert.Equal("Cancelled by ann", (await result).Message);
        Assert.Equal(["a", "a"], _run.CancelledSteps);
        Assert.Equal("ab", _run.Started);
    }

    [Theory]
    [InlineData(-1, "a")]
    [InlineData(0, "aa")]
    public async Task Try_whose_timer_is_lost_begins_after_its_time(int ticks, string started)
    {
        var run = new ScriptedOrchestration(RunInputs.Of(Step("a").WithRetries(1)));

        var result = run.RunAsync();
        run.Fail("a");
        run.Now = run.BackOffs[0].Until.AddTicks(ticks);
        run.Wake();

        Assert.Equal(started, run.Started);
        if (ticks < 0)
        {
            run.EndBackOff();
        }

        run.Succeed("a");
        Assert.Equal("Success", (await result).Message);
        Assert.Single(run.BackOffs);
    }

    [Theory]
    [InlineData(RunInput.LatestWays)]
    [InlineData(0)]
    public async Task Run_whose_timer_is_lost_ends_after_its_time(int ways)
    {
        var run = new ScriptedOrchestration(RunInputs.Of(Step("a"), Step("b")) with { Ways = ways });

        var result = run.RunAsync();
        run.Succeed("b").Report("a", StepReport.Waiting(Start.AddMinutes(1)));
        run.Now = Start.AddHours(24).AddTicks(-1);
        run.Wake();
        Assert.False(result.IsCompleted);
        run.Now = Start.AddHours(24);
        run.Wake();

        Assert.Equal(RunErrorCodes.TimedOut, (await result).ErrorCode);
        Assert.Equal(["a"], run.CancelledSteps);
    }

    /// <summary>The answer that was thought lost comes after all, or both come.</summary>
    [Fact]
    public async Task Whichever_answer_comes_first_counts()
    {
        var asked = new List<TaskCompletionSource<int>>();
        var context = new Moq.Mock<Microsoft.DurableTask.TaskOrchestrationContext>();
        var wake = new TaskCompletionSource<string[]?>();
        context.Setup(c => c.WaitForExternalEvent<string[]?>(RunFlow.WakeEvent, Moq.It.IsAny<CancellationToken>())).Returns(() => (wake = new()).Task);
        var call = new RepeatedCall<int>(new Wakes(context.Object), () =>
        {
            asked.Add(new());
            return asked[^1].Task;
        });

        var first = call.NextAsync();
        wake.SetResult(null);
        Assert.Equal(2, asked.Count);
        asked[0].SetResult(7);
        Assert.Equal(7, await first);

        var second = call.NextAsync();
        asked[1].SetResult(8);
        Assert.Equal(8, await second);
        Assert.Equal(2, asked.Count);
    }
}
