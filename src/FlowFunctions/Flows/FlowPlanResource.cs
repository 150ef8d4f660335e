using FlowFunctions.Core.Flows;
using FlowFunctions.Http;

namespace FlowFunctions.Flows;

/// <summary>How a flow would run.</summary>
/// <param name="Waves">Steps that can run together, wave by wave; skipped steps stand in none.</param>
/// <param name="CriticalPath">The chain of steps that decides how long a run takes at least.</param>
internal sealed record FlowPlanResource(
    [property: Items(Minimum = 1)] IReadOnlyList<IReadOnlyList<PlannedStepResource>> Waves,
    CriticalPathResource CriticalPath)
{
    public static FlowPlanResource Of(FlowPlan plan, IReadOnlyDictionary<string, PlannedStepResource> steps)
    {
        var durations = steps.Values.ToDictionary(step => step.Referrer, step => step.PastDuration ?? TimeSpan.Zero, StringComparer.Ordinal);
        var critical = plan.CriticalPath(durations);
        return new(
            [.. plan.Waves.Select(wave => (IReadOnlyList<PlannedStepResource>)[.. wave.Select(referrer => steps[referrer])])],
            new([.. critical.Steps.Select(referrer => steps[referrer])], critical.Duration));
    }
}
