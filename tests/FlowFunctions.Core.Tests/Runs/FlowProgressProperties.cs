using System.Text.Json;
using CsCheck;
using FlowFunctions.Core.Runs;
using static FlowFunctions.Core.Tests.Runs.Instants;

namespace FlowFunctions.Core.Tests.Runs;

public class FlowProgressProperties
{
    private const int Runs = 3000;

    [Fact]
    public void Run_does_what_the_oracle_says_at_every_moment_and_keeps_order_and_limit_and_leaves_no_step_pending_or_running() => RunScenario.Any.Sample(
        scenario =>
        {
            var run = Play(scenario, (run, oracle, started) =>
            {
                Compare(run, oracle, started);
                var done = oracle.Done;
                Assert.All(started, step => Assert.Subset(done, step.DependsOn.ToHashSet()));
                Assert.InRange(run.Steps.Count(step => step.Status == StepStatus.Running), 0, scenario.MaxParallelSteps);
            });
            Assert.DoesNotContain(run.Steps, step => step.Status is StepStatus.Pending or StepStatus.Running);
            Assert.All(run.Steps, step => Assert.Equal(step.Status is not (StepStatus.Skipped or StepStatus.NotRun), step is { StartDate: not null, EndDate: not null, Attempts: > 0 }));
            Assert.Equal(run.Result.Success, run.Result.ErrorCode is null);
        },
        iter: Runs);

    [Fact]
    public void Run_gives_the_same_answers_to_the_same_calls() => RunScenario.Any.Sample(scenario => Assert.Equal(Transcript(scenario), Transcript(scenario)), iter: 500);

    /// <summary>Plays the scenario to its end, which must come after at most one outcome per step.</summary>
    /// <param name="look">Called after every move with what it started.</param>
    private static FlowProgress Play(RunScenario scenario, Action<FlowProgress, RunOracle, IReadOnlyList<StepSnapshot>> look)
    {
        var chance = new Random(scenario.Chance);
        var run = FlowProgress.Start(scenario.Flow, scenario.Selection, scenario.MaxParallelSteps);
        var oracle = new RunOracle(scenario);
        for (var outcomes = 0; ; outcomes++)
        {
            Assert.InRange(outcomes, 0, scenario.Flow.Steps.Count);
            if (scenario.End is { } end && end.AfterOutcomes == outcomes)
            {
                oracle.Cut(Cut(run, end.How, At(outcomes)));
                look(run, oracle, []);
            }

            var started = run.StartReady(At(outcomes));
            Assert.Equal(oracle.Start(), started.Select(step => step.Referrer));
            look(run, oracle, started);
            if (run.IsComplete)
            {
                return run;
            }

            var running = oracle.Running;
            var ending = running[chance.Next(running.Count)];
            run.Complete(ending, scenario.Outcomes[ending], At(outcomes + 1));
            oracle.Complete(ending, scenario.Outcomes[ending]);
            look(run, oracle, []);
        }
    }

    private static RunResult Cut(FlowProgress run, RunEnd how, DateTime now)
    {
        switch (how)
        {
            case RunEnd.Cancel:
                run.Cancel("ada", now);
                return new(false, "Cancelled by ada", 1003);
            case RunEnd.TimeOut:
                run.TimeOut(TimeSpan.FromHours(2), now);
                return new(false, "Timed out after 2 hours", 1004);
            default:
                run.Fail("broken", now);
                return new(false, "Failed: broken", 1000);
        }
    }

    private static void Compare(FlowProgress run, RunOracle oracle, IReadOnlyList<StepSnapshot> started)
    {
        Assert.Equal(oracle.Statuses, run.Steps.Select(step => step.Status));
        Assert.Equal(oracle.IsComplete, run.IsComplete);
        if (run.IsComplete)
        {
            Assert.Equal(oracle.Result, run.Result);
        }
    }

    private static List<string> Transcript(RunScenario scenario)
    {
        var transcript = new List<string>();
        var run = Play(scenario, (run, _, started) => transcript.Add($"{string.Join(',', started.Select(step => step.Referrer))} {JsonSerializer.Serialize(run.Steps)}"));
        transcript.Add(run.Result.ToString());
        return transcript;
    }
}
