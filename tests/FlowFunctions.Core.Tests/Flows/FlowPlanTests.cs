using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class FlowPlanTests
{
    [Fact]
    public void Waves_of_a_diamond_are_three() =>
        Assert.Equal(["a", "b c", "d"], Waves(Plan("a", "b after a", "c after a", "d after b, c")));

    [Fact]
    public void Waves_put_a_step_after_the_last_of_what_it_waits_for() =>
        Assert.Equal(["a", "b", "c"], Waves(Plan("c after a, b", "a", "b after a")));

    [Fact]
    public void Waves_leave_skipped_steps_out_and_keep_the_order_through_them() =>
        Assert.Equal(["a x", "b"], Waves(Plan("a", "-s after a", "-t after s", "b after t", "x")));

    [Fact]
    public void Waves_do_not_wait_for_a_skipped_step_that_waits_for_nothing() =>
        Assert.Equal(["a b"], Waves(Plan("-s", "a after s", "b")));

    [Fact]
    public void Order_is_flow_order_where_dependencies_allow() =>
        Assert.Equal(["b", "a", "c", "d"], Plan("a after b", "b", "c", "d").Order);

    [Fact]
    public void Order_holds_skipped_steps_too() => Assert.Equal(["a", "s", "b"], Plan("b after s", "-s after a", "a").Order);

    [Fact]
    public void Before_and_after_a_step_is_what_it_depends_on_and_what_depends_on_it_directly_or_not()
    {
        var plan = Plan("d after b, c", "a", "b after a", "-c after a", "x", "e after d");

        Assert.Equal(["a", "b", "c"], plan.Before("d"));
        Assert.Equal(["d", "b", "c", "e"], plan.After("a"));
        Assert.Empty(plan.Before("x"));
        Assert.Empty(plan.After("e"));
        Assert.Throws<ArgumentException>(() => plan.Before("z"));
    }

    [Fact]
    public void CriticalPath_is_the_chain_that_takes_longest()
    {
        var path = Plan("a", "b after a", "c after a", "d after b, c").CriticalPath(Seconds(("a", 1), ("b", 5), ("c", 2), ("d", 1)));

        Assert.Equal(["a", "b", "d"], path.Steps);
        Assert.Equal(TimeSpan.FromSeconds(7), path.Duration);
    }

    [Fact]
    public void CriticalPath_takes_a_long_step_before_a_long_chain() =>
        Assert.Equal(["x"], Plan("a", "b after a", "x").CriticalPath(Seconds(("a", 1), ("b", 1), ("x", 3))).Steps);

    [Fact]
    public void CriticalPath_without_past_durations_is_the_longest_chain()
    {
        var path = Plan("x", "a", "b after a").CriticalPath(Seconds());

        Assert.Equal(["a", "b"], path.Steps);
        Assert.Equal(TimeSpan.Zero, path.Duration);
    }

    [Fact]
    public void CriticalPath_among_equals_is_the_earliest_in_the_flow() =>
        Assert.Equal(["a", "c"], Plan("a", "b", "c after b, a", "d after a").CriticalPath(Seconds(("a", 1), ("b", 1), ("c", 1), ("d", 1))).Steps);

    [Fact]
    public void CriticalPath_counts_no_step_for_a_skipped_one() =>
        Assert.Equal(["a"], Plan("-s", "a after s", "b").CriticalPath(Seconds()).Steps);

    [Fact]
    public void CriticalPath_of_a_flow_without_steps_is_empty()
    {
        var path = Plan().CriticalPath(Seconds());

        Assert.Empty(path.Steps);
        Assert.Equal(TimeSpan.Zero, path.Duration);
    }

    [Fact]
    public void CriticalPath_passes_through_skipped_steps_and_does_not_count_them()
    {
        var path = Plan("a", "-s after a", "b after s", "x").CriticalPath(Seconds(("a", 1), ("s", 100), ("b", 1), ("x", 1)));

        Assert.Equal(["a", "b"], path.Steps);
        Assert.Equal(TimeSpan.FromSeconds(2), path.Duration);
    }

    [Fact]
    public void Of_a_flow_with_a_cycle_throws() => Assert.Throws<ArgumentException>(() => Plan("a after b", "b after a"));

    [Fact]
    public void Graph_has_each_dependency_once_in_both_directions()
    {
        var graph = new DependencyGraph([("a", []), ("b", ["a", "a"]), ("c", ["b", "a", "b"])]);

        Assert.Equal(["", "0", "1 0"], Enumerable.Range(0, 3).Select(step => string.Join(' ', graph.DependenciesOf(step))));
        Assert.Equal(["1 2", "2", ""], Enumerable.Range(0, 3).Select(step => string.Join(' ', graph.DependentsOf(step))));
        Assert.Equal(3, graph.Count);
        Assert.Equal([0, 1, 2], graph.Order);
    }

    [Fact]
    public void Graph_of_steps_that_are_none_throws()
    {
        Assert.Throws<ArgumentException>(() => new DependencyGraph([("a", []), ("a", [])]));
        Assert.Throws<ArgumentException>(() => new DependencyGraph([("a", ["b"])]));
        Assert.Throws<ArgumentException>(() => new DependencyGraph([("x", []), ("a", ["b"]), ("b", ["a"])]));
    }

    private static IEnumerable<string> Waves(FlowPlan plan) => plan.Waves.Select(wave => string.Join(' ', wave));

    private static Dictionary<string, TimeSpan> Seconds(params (string Step, int Seconds)[] durations) =>
        durations.ToDictionary(duration => duration.Step, duration => TimeSpan.FromSeconds(duration.Seconds));

    /// <summary>Steps as <c>"b after a, x"</c>; one that starts with '-' is skipped.</summary>
    private static FlowPlan Plan(params string[] steps) => FlowPlan.Of(new FlowInput
    {
        Name = "Plan",
        Steps = [.. steps.Select(step => step.TrimStart('-').Split(" after ")).Zip(steps, (parts, step) => new FlowStepInput
        {
            Referrer = parts[0],
            DependsOn = parts.Length == 1 ? null : parts[1].Split(", "),
            IsSkipped = step[0] == '-',
        })],
    });
}
