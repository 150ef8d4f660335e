using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

public class FlowProgressCostTests
{
    private const int Layers = 10;

    // Eight times the steps and dependencies cost eight times as much, or 64 times where every outcome looks at every step.
    [Fact]
    public void Run_costs_as_much_as_it_has_steps_and_dependencies()
    {
        const int Factor = 8;
        var large = Layered(width: 100 * Factor);
        var small = Layered(width: 100);

        // A machine that is taken away meanwhile, or compiles, may count as the thread's time; not five times in turn.
        Assert.Contains(Enumerable.Range(0, 5), _ => ThreadTime.Of(() => Run(large)) < ThreadTime.Of(() => Run(small)) * Factor * 3);
    }

    /// <summary>Ten layers, each step after ten of the layer before.</summary>
    private static FlowSnapshot Layered(int width) => new()
    {
        FlowId = Ids.Of(1),
        Name = "Wide",
        Steps = [.. Enumerable.Range(0, width * Layers).Select(i => new StepSnapshot
        {
            Referrer = $"s{i}",
            Name = $"s{i}",
            DependsOn = i < width ? []
                : [.. Enumerable.Range(0, 10).Select(k => $"s{(i / width * width) - 1 - ((i + (k * 97)) % width)}").Distinct()],
        })],
    };

    private static void Run(FlowSnapshot flow)
    {
        var run = FlowProgress.Start(flow, RunSelection.Everything, 20);
        var running = new Queue<string>();
        do
        {
            foreach (var step in run.StartReady(Instants.Noon))
            {
                running.Enqueue(step.Referrer);
            }

            run.Complete(running.Dequeue(), new StepOutcome(StepOutcomeKind.Success), Instants.Noon);
        }
        while (!run.IsComplete);

        Assert.True(run.Result.Success);
    }
}
