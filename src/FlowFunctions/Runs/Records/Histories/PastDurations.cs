using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>How long the newest runs of a flow and their steps took.</summary>
/// <param name="Flow">Of whole runs that succeeded; null where there was none.</param>
/// <param name="Steps">Of each step of the flow that has succeeded, in flow order.</param>
internal sealed record PastDurations(TypicalDuration? Flow, IReadOnlyList<(string Referrer, string Name, TypicalDuration Duration)> Steps)
{
    /// <summary>How many entries of the history are looked at: one read of it.</summary>
    public const int Entries = 100;

    public const int DefaultRuns = 30;

    /// <param name="flow">As it is now.</param>
    /// <param name="newest">Of the history, with steps; newest first.</param>
    /// <param name="runs">How many count at most, of the flow and of each step.</param>
    public static PastDurations Of(FlowInput flow, IReadOnlyList<RunDocument> newest, int runs)
    {
        var steps = newest.SelectMany(run => run.Steps)
            .Where(step => step is { Status: StepStatus.Success or StepStatus.PartialSuccess, StartDate: not null, EndDate: not null })
            .ToLookup(step => step.Referrer, StringComparer.Ordinal);
        return new(
            TypicalDuration.Of(newest.Select(run => run.WholeDuration).OfType<TimeSpan>().Take(runs)),
            [
                .. from step in flow.Steps
                   let ended = steps[step.Referrer].Take(runs).ToList()
                   where ended.Count > 0
                   select (step.Referrer, ended[0].Name, TypicalDuration.Of(ended.Select(one => one.EndDate!.Value - one.StartDate!.Value))!),
            ]);
    }
}
