using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan.Steps;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

public sealed class WorkOutcomeTests
{
    /// <summary>What a step's handle may have.</summary>
    private const int MaximumHandle = 30_000;

    [Fact]
    public void Outcome_of_many_jobs_in_any_language_fits_into_the_handle()
    {
        var text = new string('製', 200);
        var outcome = new WorkOutcome();
        for (var job = 0; job < 50; job++)
        {
            var faults = new TaskFaults($"task {job}", [new($"112000000{job:D3}", "製品", HasDump: true, [.. Enumerable.Range(0, 20).Select(_ => new FaultText(text, 1, "x", [text]))])]);
            outcome = outcome.With(StepOutcomeKind.PartialSuccess, text, faults);
        }

        Assert.InRange(new StepState { Outcome = outcome }.ToString().Length, 1, MaximumHandle);
        Assert.Equal(50, outcome.Faults!.Actions.Count);
        Assert.Equal(10, outcome.Faults.Actions[0].Texts.Count);
    }

    [Fact]
    public void Last_word_of_a_step_with_much_to_say_is_kept()
    {
        var outcome = new WorkOutcome();
        for (var job = 0; job < 10; job++)
        {
            outcome = outcome.With(new string('x', 1000));
        }

        Assert.EndsWith("The container is gone.", outcome.FailedWith(RunErrorCodes.RejectedByTarget, "The container is gone.").Message, StringComparison.Ordinal);
    }
}
