namespace FlowFunctions.Chaos.Flows;

/// <summary>Draws flows: any graph, with all that a flow and a step may say about how they run.</summary>
internal static class FlowShapes
{
    private const int FewestSteps = 2;
    private const int MostSteps = 7;

    /// <summary>The same for the same seed, and for each number independent of the others.</summary>
    /// <param name="seed">Of the trial.</param>
    /// <param name="number">Of the flow, from 0.</param>
    /// <param name="isScheduled">Whether a schedule starts it.</param>
    public static FlowShape Draw(int seed, int number, bool isScheduled)
    {
        var random = Draws.Of(seed, "flow", number);
        var count = random.Next(FewestSteps, MostSteps + 1);
        var steps = new List<StepShape>(count);
        var mayBeSkipped = count - FewestSteps;
        while (steps.Count < count)
        {
            var isSkipped = mayBeSkipped > 0 && random.Chance(0.15);
            mayBeSkipped -= isSkipped ? 1 : 0;
            steps.Add(new(
                steps.Count,
                DependsOn: [.. Enumerable.Range(0, steps.Count).Where(_ => random.Chance(1.5 / Math.Max(steps.Count, 2)))],
                isSkipped,
                StopsOnFailure: random.Chance(0.6),
                StopsOnPartialSuccess: random.Chance(0.3),
                Timeout: random.Chance(0.15) ? TimeSpan.FromSeconds(random.Next(4, 9)) : null,
                Retries: random.Chance(0.3) ? random.Next(1, 4) : 0));
        }

        return new(number, steps, Timeout: random.Chance(0.1) ? TimeSpan.FromSeconds(random.Next(6, 20)) : null, isScheduled);
    }
}
