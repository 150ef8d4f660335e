using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>Why a step is not at work though its run goes on.</summary>
/// <param name="Reason">`steps`: it depends on steps that are not done; `place`: it is ready, and the run has as many steps at work as it may; `turn`: others have their turn
/// on its model before it; `retry`: it has failed and is tried again.</param>
/// <param name="Steps">Those that it waits for, the first ten in flow order, of all that stand in its definition's `dependsOn` or behind what is left out there; none for any other reason
/// than `steps`.</param>
/// <param name="Until">When it is tried again; null for any other reason than `retry`.</param>
/// <param name="Ahead">How many are before it; null for any other reason than `turn`.</param>
/// <param name="Message">The same for people.</param>
internal sealed record WaitingForResource(
    WaitReason Reason,
    [property: MaxLength(WaitingForResource.MaximumSteps)] IReadOnlyList<WaitedStepResource> Steps,
    DateTimeOffset? Until,
    [property: Range(0.0, double.PositiveInfinity)] int? Ahead,
    [property: MinLength(1)] string Message)
{
    /// <summary>A hundred steps that all depend on each other would fill megabytes with names otherwise, at every poll of their run.</summary>
    public const int MaximumSteps = 10;

    /// <summary>Null for a step that waits for nothing, and where the run is from before its definition was kept.</summary>
    public static WaitingForResource? Of(RunDocument run, StepRecord step) => (run.EndDate, step) switch
    {
        (not null, _) => null,
        (_, { Status: StepStatus.Pending, Definition: { } definition }) => OfPending(run, definition),
        (_, { Status: StepStatus.Running, RetryAt: { } at }) => new(WaitReason.Retry, [], LatestRuns.Utc(at), null, step.Message ?? "Waits for its next try"),
        (_, { Status: StepStatus.Running, Ahead: { } ahead }) => new(WaitReason.Turn, [], null, ahead, step.Message ?? "Waits for its turn"),
        _ => null,
    };

    private static WaitingForResource? OfPending(RunDocument run, StepDefinition definition)
    {
        var waited = new SortedSet<int>();
        FindWaited(run, definition, waited, []);
        if (waited.Count > 0)
        {
            StepRecord[] first = [.. waited.Take(MaximumSteps).Select(place => run.Steps[place])];
            var others = waited.Count > MaximumSteps ? $" and {waited.Count - MaximumSteps} more" : "";
            return new(
                WaitReason.Steps,
                [.. first.Select(step => new WaitedStepResource(step.Referrer, step.Name))],
                null,
                null,
                $"Waits for {string.Join(", ", first.Select(step => $"'{step.Name}'"))}{others}");
        }

        // With none at work every place is free: the run has not begun, or is about to start the step.
        return run.Steps.Any(step => step.Status == StepStatus.Running)
            ? new(WaitReason.Place, [], null, null, "Ready: waits until one of the steps that are at work ends")
            : null;
    }

    /// <summary>A step that is left out is done once all that it depends on is: who waits for it waits for those.</summary>
    private static void FindWaited(RunDocument run, StepDefinition definition, SortedSet<int> waited, HashSet<int> seen)
    {
        foreach (var place in definition.DependsOn.Where(seen.Add))
        {
            var step = run.Steps[place];
            if (step.Status == StepStatus.Skipped && step.Definition is { } skipped && !run.Selection.AlreadyDone.Contains(step.Referrer))
            {
                FindWaited(run, skipped, waited, seen);
            }
            else if (!IsDone(step))
            {
                waited.Add(place);
            }
        }
    }

    private static bool IsDone(StepRecord step) => step.Status switch
    {
        StepStatus.Success or StepStatus.Skipped => true,
        StepStatus.PartialSuccess => step.Definition?.OnPartialSuccess == ExceptionStrategy.Continue,
        StepStatus.Failure => step.Definition?.OnFailure == ExceptionStrategy.Continue,
        _ => false,
    };
}
