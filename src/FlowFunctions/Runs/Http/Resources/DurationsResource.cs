using FlowFunctions.Definitions;

namespace FlowFunctions.Runs;

/// <summary>How long a flow and its steps take, by the newest entries of its history.</summary>
/// <param name="Flow">By runs of all steps that succeeded; null where there was none.</param>
/// <param name="Steps">Of each step that has succeeded, in flow order.</param>
internal sealed record DurationsResource(TypicalDurationResource? Flow, IReadOnlyList<StepDurationResource> Steps)
{
    public static DurationsResource Of(PastDurations past) =>
        new(
            TypicalDurationResource.Of(past.Flow),
            [.. past.Steps.Select(step => new StepDurationResource(step.Referrer, step.Name, TypicalDurationResource.Of(step.Duration)!))]);
}
