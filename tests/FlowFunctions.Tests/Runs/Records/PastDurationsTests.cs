using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Records;

public sealed class PastDurationsTests
{
    private static readonly FlowInput Flow = new() { Name = "Nightly", Steps = [new() { Referrer = Id("a") }, new() { Referrer = Id("b") }, new() { Referrer = Id("c") }] };

    [Fact]
    public void Flow_and_steps_are_told_from_what_succeeded()
    {
        RunDocument[] newest =
        [
            Run(100, (StepStatus.Success, 10), (StepStatus.PartialSuccess, 20)),
            Run(1, (StepStatus.Failure, 1), (StepStatus.NotRun, null)) with { Result = new(false, "Stopped", 1001) },
            Run(300, (StepStatus.Success, 30), (StepStatus.Success, 40)),
        ];

        var past = PastDurations.Of(Flow, newest, runs: 30);

        Assert.Equal(new(2, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(280)), past.Flow);
        Assert.Equal([(Id("a"), "a", 20), (Id("b"), "b", 30)], past.Steps.Select(step => (step.Referrer, step.Name, (int)step.Duration.Median.TotalSeconds)));
    }

    [Fact]
    public void Run_of_some_steps_says_nothing_of_the_whole_flow_and_something_of_the_steps()
    {
        RunDocument[] newest =
        [
            Run(5, (StepStatus.Success, 5), (StepStatus.Skipped, null)) with { Selection = new() { StepsToRun = [Id("a")] } },
            Run(7, (StepStatus.Skipped, null), (StepStatus.Success, 7)) with { Selection = new() { AlreadyDone = [Id("a")] } },
        ];

        var past = PastDurations.Of(Flow, newest, runs: 30);

        Assert.Null(past.Flow);
        Assert.Equal([5, 7], past.Steps.Select(step => (int)step.Duration.P90.TotalSeconds));
    }

    [Fact]
    public void Only_the_newest_count_and_steps_that_are_gone_do_not()
    {
        RunDocument[] newest = [Run(1, (StepStatus.Success, 1), (StepStatus.Success, 1)), Run(99, (StepStatus.Success, 99), (StepStatus.Success, 99))];

        var past = PastDurations.Of(Flow with { Steps = [Flow.Steps[1]] }, newest, runs: 1);

        Assert.Equal((1, TimeSpan.FromSeconds(1)), (past.Flow!.Runs, past.Flow.P90));
        Assert.Equal(Id("b"), Assert.Single(past.Steps).Referrer);
    }

    private static RunDocument Run(int seconds, params (StepStatus Status, int? Seconds)[] steps)
    {
        var run = Of(Step("a"), Step("b")).Run;
        return run with
        {
            EndDate = Start.AddSeconds(seconds),
            Result = new(true, "Success", null),
            Steps =
            [
                .. run.Steps.Zip(steps, (step, ended) => step with
                {
                    Status = ended.Status,
                    StartDate = ended.Seconds is null ? null : Start,
                    EndDate = ended.Seconds is { } length ? Start.AddSeconds(length) : null,
                }),
            ],
        };
    }
}
