using System.Diagnostics;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

public class FlowProgressCostTests
{
    // Ten layers of a thousand steps, each step after ten of the layer before. Looking at every step for every outcome would be
    // ten thousand times ten thousand looks at ten dependencies, which takes minutes.
    [Fact]
    public void Run_costs_as_much_as_it_has_steps_and_dependencies()
    {
        const int Width = 1000;
        var steps = Enumerable.Range(0, Width * 10).Select(i => new StepSnapshot
        {
            Referrer = $"s{i}",
            Name = $"s{i}",
            DependsOn = i < Width ? [] : [.. Enumerable.Range(0, 10).Select(k => $"s{(i / Width * Width) - 1 - ((i + (k * 97)) % Width)}").Distinct()],
        }).ToList();
        var watch = Stopwatch.StartNew();

        var run = FlowProgress.Start(new FlowSnapshot { FlowId = Ids.Of(1), Name = "Wide", Steps = steps }, RunSelection.Everything, 20);
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
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"Took {watch.Elapsed}.");
    }
}
