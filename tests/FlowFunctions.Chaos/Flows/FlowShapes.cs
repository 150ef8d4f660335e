namespace FlowFunctions.Chaos.Flows;

/// <summary>Draws flows: any graph, with all that a flow and a step may say about how they run.</summary>
internal static class FlowShapes
{
    private const int FewestSteps = 2;
    private const int MostSteps = 7;

    /// <summary>Of a long flow: the history of a run starts over after ten.</summary>
    private const int FewestStepsOfLong = 12;
    private const int MostStepsOfLong = 20;

    /// <summary>Of the flows, one in so many is started by a schedule.</summary>
    private const int ScheduledOneIn = 8;

    /// <summary>Of the flows, one in so many is cancelled each time.</summary>
    private const int CancelledOneIn = 8;

    /// <summary>Of the steps that have a time of their own, and of the flows that have one, those that do not end before.</summary>
    private const double EndlessShare = 0.25;

    /// <summary>Of the flows, one in so many loads files into models.</summary>
    public const int LoadsOneIn = 6;

    /// <summary>Of the flows, one in so many has so many steps that the history of a run starts over.</summary>
    private const int LongOneIn = 12;

    /// <summary>The same for the same seed, and for each number independent of the others.</summary>
    /// <param name="seed">Of the trial.</param>
    /// <param name="number">Of the flow, from 0.</param>
    public static FlowShape Draw(int seed, int number)
    {
        var random = Draws.Of(seed, "flow", number);
        return KindOf(number) switch
        {
            FlowKind.Loads => Loads(random, number),
            FlowKind.Cancelled => Cancelled(random, number),
            FlowKind.Long => Long(random, number),
            var kind => WithEndless(random, Graph(random, number, kind)),
        };
    }

    private static FlowKind KindOf(int number) =>
        number % ScheduledOneIn == ScheduledOneIn - 1 ? FlowKind.Scheduled
        : number % CancelledOneIn == CancelledOneIn - 5 ? FlowKind.Cancelled
        : number % LoadsOneIn == LoadsOneIn - 4 ? FlowKind.Loads
        : number % LongOneIn == LongOneIn - 6 ? FlowKind.Long
        : FlowKind.Called;

    /// <summary>Any graph in which no time runs out, and a step that waits for no other does not end.</summary>
    private static FlowShape Cancelled(Random random, int number)
    {
        var flow = Graph(random, number, FlowKind.Cancelled);
        var endless = RootOf(random, flow);
        return flow with
        {
            Timeout = null,
            Steps =
            [
                .. flow.Steps.Select(step => step.Number == endless
                    ? step with { Timeout = null, IsSkipped = false, Pace = StepPace.Endless }
                    : step with { Timeout = null }),
            ],
        };
    }

    /// <summary>Lets some times run out for certain: of steps, and of runs by a step that waits for no other.</summary>
    private static FlowShape WithEndless(Random random, FlowShape flow)
    {
        var root = flow.Timeout is not null && random.Chance(EndlessShare) ? RootOf(random, flow) : -1;
        return flow with
        {
            Steps = [.. flow.Steps.Select(step => step with { Pace = step.Number == root || (step.Timeout is not null && random.Chance(EndlessShare)) ? StepPace.Endless : StepPace.Usual })],
        };
    }

    private static int RootOf(Random random, FlowShape flow) => random.Pick([.. flow.Steps.Where(step => step.DependsOn.Count == 0).Select(step => (step.Number, 1.0))]);

    /// <summary>One load after the other.</summary>
    private static FlowShape Loads(Random random, int number) => new(
        number,
        [.. Enumerable.Range(0, random.Next(FewestSteps, FewestSteps + 2)).Select(step => new StepShape(
            step,
            DependsOn: step == 0 ? [] : [step - 1],
            IsSkipped: false,
            StopsOnFailure: random.Chance(0.6),
            StopsOnPartialSuccess: random.Chance(0.3),
            Timeout: null,
            Retries: random.Chance(0.5) ? random.Next(1, 3) : 0))],
        Timeout: null,
        FlowKind.Loads);

    /// <summary>Mostly a chain, for a run's history starts over only where no step is under way, whose steps seldom end the run.</summary>
    private static FlowShape Long(Random random, int number)
    {
        var count = random.Next(FewestStepsOfLong, MostStepsOfLong + 1);
        var slow = random.Next(count / 2);
        return new(
            number,
            [.. Enumerable.Range(0, count).Select(step => new StepShape(
                step,
                DependsOn: [.. Enumerable.Range(0, step).Where(other => random.Chance(other == step - 1 ? 0.9 : 0.1))],
                IsSkipped: false,
                StopsOnFailure: random.Chance(0.1),
                StopsOnPartialSuccess: random.Chance(0.1),
                Timeout: null,
                Retries: random.Chance(0.3) ? random.Next(1, 4) : 0)
            {
                Pace = step == slow ? StepPace.Slow : StepPace.Usual,
            })],
            Timeout: null,
            FlowKind.Long);
    }

    private static FlowShape Graph(Random random, int number, FlowKind kind)
    {
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

        return new(number, steps, Timeout: random.Chance(0.1) ? TimeSpan.FromSeconds(random.Next(6, 20)) : null, kind);
    }
}
