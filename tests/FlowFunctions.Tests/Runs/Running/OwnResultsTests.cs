using System.Text.Json;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Running;

/// <summary>A turn that was not kept may have asked for other things under the numbers of the turn that was; what comes of them is not taken for the answer to what was asked.</summary>
public sealed class OwnResultsTests
{
    private readonly ScriptedOrchestration _run = new(RunInputs.Of(Step("a"), Step("b")));

    [Fact]
    public async Task Report_of_another_step_is_not_the_step_s_end()
    {
        var result = _run.RunAsync();
        _run.Report("a", ReportOf("b", StepOutcomeKind.Failure));
        Assert.Equal("aba", _run.Started);
        _run.Report("a", ReportOf("a", StepOutcomeKind.Success)).Report("b", ReportOf("b", StepOutcomeKind.PartialSuccess));

        await result;
        Assert.Equal([StepStatus.Success, StepStatus.PartialSuccess], Assert.Single(_run.Records).Steps.Select(step => step.Status));
    }

    [Fact]
    public async Task What_is_no_report_is_not_the_step_s_end()
    {
        var result = _run.RunAsync();
        _run.ReportNothing("a").Throw("b", new JsonException("A timer's number is no report."));
        Assert.Equal("abab", _run.Started);
        _run.Succeed("a").Succeed("b");

        Assert.Equal("Success", (await result).Message);
    }

    [Fact]
    public async Task Wait_that_brings_another_step_s_report_is_gone_on_with_by_another()
    {
        var result = _run.RunAsync();
        _run.Report("a", StepReport.Waiting(Start.AddMinutes(1)) with { OperationId = OperationOf("a") });
        _run.EndWait("a", ReportOf("b", StepOutcomeKind.Failure));
        Assert.Equal(["a"], _run.Continued.Select(call => call.Name));
        _run.Report("a", StepReport.Waiting(Start.AddMinutes(2)) with { OperationId = OperationOf("a") });
        Assert.Equal([Start.AddMinutes(1), Start.AddMinutes(2)], _run.Waits.Select(wait => wait.NextAt));
        _run.EndWait("a", ReportOf("a", StepOutcomeKind.Success)).Succeed("b");

        Assert.Equal("Success", (await result).Message);
    }

    [Fact]
    public async Task Cancellation_reaches_the_wait_that_goes_on()
    {
        var result = _run.RunAsync();
        _run.Succeed("b").Report("a", StepReport.Waiting(Start.AddMinutes(1)));
        _run.EndWait("a", ReportOf("b", StepOutcomeKind.Failure)).Report("a", StepReport.Waiting(Start.AddMinutes(2)));
        _run.Cancel("ann");

        await result;
        Assert.Equal($"Cancel to {RunId}-{Id("a")}-w2", Assert.Single(_run.SentEvents));
    }

    [Fact]
    public async Task Answer_to_a_cancellation_that_is_a_step_s_report_does_not_break_the_run()
    {
        _run.CancelAnswers.Enqueue(Task.FromException<string?>(new JsonException("A report is no text.")));

        var result = _run.RunAsync();
        _run.Succeed("b").Cancel("ann");

        Assert.Equal("Cancelled by ann", (await result).Message);
        Assert.Equal(["a", "a"], _run.CancelledSteps);
    }

    /// <summary>The turn had sent the cancellation on and was not kept: the wait's end is known before the cancellation comes again.</summary>
    [Fact]
    public async Task Step_that_a_turn_not_kept_has_let_go_of_is_cancelled_with_its_run()
    {
        var result = _run.RunAsync();
        _run.Report("a", StepReport.Waiting(Start.AddMinutes(1))).EndWait("a", StepReport.LetGoOfWait());
        _run.Succeed("b");
        Assert.False(result.IsCompleted);
        _run.Cancel("ann");

        Assert.Equal("Cancelled by ann", (await result).Message);
        Assert.Equal([StepStatus.Cancelled, StepStatus.Success], Assert.Single(_run.Records).Steps.Select(step => step.Status));
        Assert.Equal(["a"], _run.CancelledSteps);
        Assert.Empty(_run.SentEvents);
    }

    [Fact]
    public async Task Short_step_that_a_turn_not_kept_has_let_go_of_is_cancelled_with_its_run()
    {
        var result = _run.RunAsync();
        _run.Succeed("b").Report("a", StepReport.LetGo(attempts: 2)).Cancel("ann");

        Assert.Equal("Cancelled by ann", (await result).Message);
    }

    [Fact]
    public async Task Run_does_not_wait_for_ever_for_the_cancellation_of_a_turn_not_kept()
    {
        var result = _run.RunAsync();
        _run.Report("a", StepReport.LetGo());
        var until = Assert.Single(_run.BackOffs).Until;
        Assert.InRange(until, Start + StepsInFlight.ToldAgainWithin, Start + StepsInFlight.ToldAgainWithin + TimeSpan.FromSeconds(5));
        _run.EndBackOff();

        // Nor once for each step.
        _run.Report("b", StepReport.LetGo());
        await result;
        Assert.Single(_run.BackOffs);
        Assert.All(_run.Records[0].Steps, step => Assert.Equal((StepStatus.Failure, RunErrorCodes.Cancelled), (step.Status, step.ErrorCode)));
    }

    /// <summary>Its history may hold what it did then.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Step_of_an_earlier_version_s_run_has_failed_where_a_turn_not_kept_has_let_go_of_it(bool isWait)
    {
        var run = new ScriptedOrchestration(RunInputs.Of(Step("a") with { OnFailure = ExceptionStrategy.Continue }, Step("b", "a")) with { Ways = 0 });

        var result = run.RunAsync();
        _ = isWait
            ? run.Report("a", StepReport.Waiting(Start.AddMinutes(1))).EndWait("a", StepReport.LetGoOfWait())
            : run.Report("a", StepReport.LetGo(attempts: 2));
        Assert.Empty(run.BackOffs);
        Assert.Equal("ab", run.Started);
        run.Succeed("b");

        await result;
        Assert.Equal([StepStatus.Failure, StepStatus.Success], Assert.Single(run.Records).Steps.Select(step => step.Status));
    }

    [Fact]
    public async Task Record_that_another_call_s_answer_stands_for_is_written_again()
    {
        _run.RecordAnswers.Enqueue(Task.FromResult("what a step has left"));
        _run.RecordAnswers.Enqueue(Task.FromException<string>(new JsonException("A report is no id.")));

        var result = _run.RunAsync();
        _run.Succeed("a").Succeed("b");

        await result;
        Assert.Equal(3, _run.Records.Count);
    }

    /// <summary>Such as of a shape that a version has which was deployed for a while. It may have done its work: it is not tried again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Step_whose_own_report_cannot_be_read_fails_after_so_many_and_is_not_tried_again(bool isNothing)
    {
        var run = new ScriptedOrchestration(RunInputs.Of(Step("a").WithRetries(3), Step("b")));
        var result = run.RunAsync();
        run.Succeed("b");
        for (var answer = 1; answer <= OwnResults.MaximumUnreadable; answer++)
        {
            Assert.False(result.IsCompleted);
            _ = isNothing ? run.ReportNothing("a") : run.Throw("a", new JsonException("It has another shape."));
        }

        var ended = await result.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);
        Assert.Equal("Stopped at step 'a': None of 128 answers of StartStep could be read; it may have done its work.", ended.Message);
        Assert.Equal(OwnResults.MaximumUnreadable, run.Calls.Count(call => call.Name == "a"));
        Assert.Equal((StepStatus.Failure, RunErrorCodes.Internal), Assert.Single(run.Records).Steps.Select(step => (step.Status, step.ErrorCode!.Value)).First());
    }

    /// <summary>However many there are: each says whose it is.</summary>
    [Fact]
    public async Task Reports_of_other_steps_do_not_count_as_such_that_cannot_be_read()
    {
        var result = _run.RunAsync();
        _run.Succeed("b");
        for (var answer = 0; answer <= 2 * OwnResults.MaximumUnreadable; answer++)
        {
            _run.Report("a", ReportOf("b", StepOutcomeKind.Failure));
        }

        _run.Succeed("a");

        Assert.Equal("Success", (await result).Message);
    }

    [Fact]
    public async Task Cancellation_whose_own_answer_cannot_be_read_is_told_of_after_so_many()
    {
        for (var answer = 0; answer <= OwnResults.MaximumUnreadable; answer++)
        {
            _run.CancelAnswers.Enqueue(Task.FromException<string?>(new JsonException("It has another shape.")));
        }

        var result = _run.RunAsync();
        _run.Succeed("b").Cancel("ann");

        Assert.Equal("Cancelled by ann", (await result).Message);
        Assert.Equal(OwnResults.MaximumUnreadable, _run.CancelledSteps.Count);
        Assert.Contains("Its target could not be told, and may go on.", _run.Records[0].Steps[0].Message, StringComparison.Ordinal);
    }

    /// <summary>It is on record then, or the watchdog finds that it is not.</summary>
    [Fact]
    public async Task Record_whose_own_answer_cannot_be_read_is_not_written_for_ever()
    {
        for (var answer = 0; answer <= OwnResults.MaximumUnreadable; answer++)
        {
            _run.RecordAnswers.Enqueue(Task.FromException<string>(new JsonException("It has another shape.")));
        }

        var result = _run.RunAsync();
        _run.Succeed("a").Succeed("b");

        await Assert.ThrowsAsync<TaskFailedException>(() => result);
        Assert.Equal(OwnResults.MaximumUnreadable, _run.Records.Count);
    }

    private string OperationOf(string step) => _run.Calls.First(call => call.Name == step).OperationId;

    private StepReport ReportOf(string step, StepOutcomeKind kind) => StepReport.Ended(new(kind, null)) with { OperationId = OperationOf(step) };
}
