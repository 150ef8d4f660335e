using CsCheck;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class FlowPlanProperties
{
    [Fact]
    public void Order_is_all_steps_with_each_after_what_it_depends_on() => AnyFlow.Gen.Sample(flow =>
    {
        var order = FlowPlan.Of(flow).Order.ToList();

        Assert.Equal(flow.Steps.Select(step => step.Referrer).Order(), order.Order());
        Assert.All(flow.Steps, step => Assert.All(step.DependsOn ?? [], dependency => Assert.True(order.IndexOf(dependency) < order.IndexOf(step.Referrer))));
    });

    [Fact]
    public void Waves_are_the_enabled_steps_each_in_the_first_wave_that_can_hold_it() => AnyFlow.Gen.Sample(flow =>
    {
        var waves = FlowPlan.Of(flow).Waves;

        Assert.Equal(flow.Steps.Where(step => !step.IsSkipped).Select(step => step.Referrer).Order(), waves.SelectMany(wave => wave).Order());
        for (var i = 0; i < waves.Count; i++)
        {
            Assert.NotEmpty(waves[i]);
            Assert.All(waves[i], step => Assert.Equal(i, EnabledBefore(flow, step).Select(before => WaveOf(waves, before) + 1).DefaultIfEmpty().Max()));
        }
    });

    [Fact]
    public void CriticalPath_is_a_chain_and_no_chain_takes_longer() =>
        Gen.Select(AnyFlow.Gen, Gen.Int[0, 5].Array[100]).Sample((flow, seconds) =>
        {
            var durations = flow.Steps.Select((step, i) => (step.Referrer, Duration: TimeSpan.FromSeconds(seconds[i]))).ToDictionary(step => step.Referrer, step => step.Duration);
            var path = FlowPlan.Of(flow).CriticalPath(durations);

            Assert.Equal(path.Duration, path.Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + durations[step]));
            Assert.All(path.Steps.Zip(path.Steps.Skip(1)), pair => Assert.Contains(pair.First, EnabledBefore(flow, pair.Second)));
            Assert.Equal(LongestDuration(flow, durations), path.Duration);
        });

    // Relaxation until nothing changes, over pairs of enabled steps.
    private static TimeSpan LongestDuration(FlowInput flow, Dictionary<string, TimeSpan> durations)
    {
        var enabled = flow.Steps.Where(step => !step.IsSkipped).Select(step => step.Referrer).ToList();
        var before = enabled.ToDictionary(step => step, step => EnabledBefore(flow, step));
        var ends = enabled.ToDictionary(step => step, step => durations[step]);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var step in enabled)
            {
                var end = durations[step] + before[step].Select(other => ends[other]).DefaultIfEmpty().Max();
                changed |= end > ends[step];
                ends[step] = end > ends[step] ? end : ends[step];
            }
        }

        return ends.Values.Max();
    }

    /// <summary>The enabled steps that a step waits for, those behind skipped ones included.</summary>
    private static HashSet<string> EnabledBefore(FlowInput flow, string referrer)
    {
        var found = new HashSet<string>();
        var looked = new HashSet<string>();
        var open = new List<string> { referrer };
        while (open.Count > 0)
        {
            var next = open.SelectMany(name => flow.Steps.Single(step => step.Referrer == name).DependsOn ?? []).Where(looked.Add).ToList();
            found.UnionWith(next.Where(name => !flow.Steps.Single(step => step.Referrer == name).IsSkipped));
            open = [.. next.Except(found)];
        }

        return found;
    }

    private static int WaveOf(IReadOnlyList<IReadOnlyList<string>> waves, string step) => waves.ToList().FindIndex(wave => wave.Contains(step));
}
