using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Tests.Flows;

public sealed class FlowShapesTests
{
    private static readonly IReadOnlyList<FlowShape> Many = [.. Enumerable.Range(0, 500).Select(number => FlowShapes.Draw(7, number))];

    [Fact]
    public void Flow_is_one_that_the_contract_accepts() => Assert.All(Many, flow =>
    {
        Assert.InRange(flow.Steps.Count(step => !step.IsSkipped), 2, flow.Kind == FlowKind.Long ? 20 : 7);
        Assert.Equal(Enumerable.Range(0, flow.Steps.Count), flow.Steps.Select(step => step.Number));
        Assert.All(flow.Steps, step => Assert.All(step.DependsOn, number => Assert.InRange(number, 0, step.Number - 1)));
        Assert.All(flow.Steps, step => Assert.InRange(step.Retries, 0, 10));
    });

    [Fact]
    public void Everything_that_a_flow_can_say_comes_up()
    {
        var steps = Many.SelectMany(flow => flow.Steps).ToList();

        Assert.Contains(steps, step => step.IsSkipped);
        Assert.Contains(steps, step => step.DependsOn.Count > 1);
        Assert.Contains(steps, step => step.Retries > 0);
        Assert.Contains(steps, step => step.Timeout is not null);
        Assert.Contains(Many, flow => flow.Timeout is not null);
        Assert.Equal(4, steps.Select(step => (step.StopsOnFailure, step.StopsOnPartialSuccess)).Distinct().Count());
    }

    [Fact]
    public void Each_kind_of_flow_comes_up_among_a_few() =>
        Assert.Equal(Enum.GetValues<FlowKind>(), Enumerable.Range(0, 8).Select(number => FlowShapes.Draw(7, number).Kind).Distinct().Order());

    [Fact]
    public void Loads_go_one_after_the_other() => Assert.All(
        Many.Where(flow => flow.IsOfLoads),
        flow => Assert.All(flow.Steps, step => Assert.Equal(step.Number == 0 ? [] : [step.Number - 1], step.DependsOn)));

    /// <summary>Ten steps end before it does.</summary>
    [Fact]
    public void History_of_a_run_of_a_long_flow_starts_over() => Assert.All(Many.Where(flow => flow.Kind == FlowKind.Long), flow =>
    {
        Assert.InRange(flow.Steps.Count, 12, 20);
        Assert.True(flow.Steps.Count(step => step.DependsOn.Contains(step.Number - 1)) > flow.Steps.Count / 2);
        var slow = Assert.Single(flow.Steps, step => step.Pace == StepPace.Slow);
        Assert.InRange(slow.Number, 0, 9);
    });

    [Fact]
    public void Flow_that_is_cancelled_has_no_other_end() => Assert.All(Many.Where(flow => flow.IsCancelled), flow =>
    {
        var endless = Assert.Single(flow.Steps, step => step.IsEndless);
        Assert.Empty(endless.DependsOn);
        Assert.False(endless.IsSkipped);
        Assert.Null(flow.Timeout);
        Assert.All(flow.Steps, step => Assert.Null(step.Timeout));
    });

    [Fact]
    public void Step_without_an_end_has_a_time_or_is_of_a_flow_that_has_one()
    {
        var endless = Many.Where(flow => !flow.IsCancelled).SelectMany(flow => flow.Steps.Where(step => step.IsEndless).Select(step => (flow, step))).ToList();

        Assert.All(endless, one => Assert.True(one.step.Timeout is not null || (one.flow.Timeout is not null && one.step.DependsOn.Count == 0)));
        Assert.Contains(endless, one => one.step.Timeout is not null);
        Assert.Contains(endless, one => one.step.Timeout is null);
    }

    [Fact]
    public void Seed_repeats_a_flow() => Assert.Equivalent(FlowShapes.Draw(7, 3), FlowShapes.Draw(7, 3), strict: true);

    [Fact]
    public void Rest_is_what_did_not_succeed()
    {
        var flow = new FlowShape(
            0,
            [
                new(0, [], IsSkipped: false, StopsOnFailure: true, StopsOnPartialSuccess: false, Timeout: null, Retries: 0),
                new(1, [], IsSkipped: false, StopsOnFailure: true, StopsOnPartialSuccess: false, Timeout: null, Retries: 0),
                new(2, [], IsSkipped: false, StopsOnFailure: true, StopsOnPartialSuccess: true, Timeout: null, Retries: 0),
                new(3, [], IsSkipped: true, StopsOnFailure: true, StopsOnPartialSuccess: false, Timeout: null, Retries: 0),
            ],
            Timeout: null,
            FlowKind.Called);

        var rest = flow.Everything.Rest(flow, [StepStatuses.Success, StepStatuses.PartialSuccess, StepStatuses.PartialSuccess, StepStatuses.Skipped]);

        Assert.Equal([2], rest!.Steps.Order());
        Assert.Equal([0, 1], rest.AlreadyDone.Order());
        Assert.Null(flow.Everything.Rest(flow, []));
        Assert.Null(rest.Rest(flow, [StepStatuses.Skipped, StepStatuses.Skipped, StepStatuses.Success, StepStatuses.Skipped]));
    }
}
