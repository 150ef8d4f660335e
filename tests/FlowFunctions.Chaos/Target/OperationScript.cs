using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Target;

/// <summary>What the target does with one operation, from its first call to its end.</summary>
/// <param name="Outcome">How it ends.</param>
/// <param name="Faults">What its first calls get instead of an answer that settles anything.</param>
/// <param name="Takes">From the call that it is begun by to its end.</param>
/// <param name="IsTask">Whether it is accepted at once and followed by polls; else the call is answered at its end.</param>
internal sealed record OperationScript(OperationOutcome Outcome, IReadOnlyList<CallFault> Faults, TimeSpan Takes, bool IsTask)
{
    /// <summary>Longer than any trial.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromDays(30);

    /// <summary>Of the runs of a slow step, those in which its task takes minutes.</summary>
    private const double SlowShare = 0.4;

    /// <summary>The same for the same seed, step, run and try.</summary>
    /// <param name="seed">Of the trial.</param>
    /// <param name="step">Names the step among those of all flows.</param>
    /// <param name="pace">Of the step.</param>
    /// <param name="run">Which run of the step it is, in the order in which the target saw them, from 1.</param>
    /// <param name="try">Which operation of that run, from 1.</param>
    public static OperationScript Draw(int seed, string step, StepPace pace, int run, int @try)
    {
        var random = Draws.Of(seed, step, run, @try);
        var outcome = OperationOutcome.Draw(random, $"{step}, run {run}, try {@try}");
        CallFault[] faults = [.. Enumerable.Range(0, random.Pick((0, 0.75), (1, 0.18), (2, 0.07))).Select(_ => CallFaults.Draw(random))];
        var takes = random.Pick((TimeSpan.Zero, 0.55), (random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(1.5)), 0.3), (random.Between(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(6)), 0.15));
        var isTask = random.Chance(0.3);
        return pace switch
        {
            StepPace.Endless => new(outcome, faults, Endless, IsTask: true),
            StepPace.Slow when random.Chance(SlowShare) => new(outcome, faults, random.Between(TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(120)), IsTask: true),
            _ => new(outcome, faults, takes, isTask),
        };
    }
}
