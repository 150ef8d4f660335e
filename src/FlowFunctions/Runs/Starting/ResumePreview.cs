using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>What a resume of a run would do.</summary>
/// <param name="Refusal">Why it would start nothing; null where it would start a run.</param>
internal sealed record ResumePreview(RunStart? Refusal)
{
    /// <summary>What would run, in the flow's order; empty where nothing would start.</summary>
    public IReadOnlyList<NamedStep> Runs { get; private init; } = [];

    /// <summary>What would count as done without running again, in the flow's order.</summary>
    public IReadOnlyList<NamedStep> Keeps { get; private init; } = [];

    /// <param name="flow">As it is now.</param>
    /// <param name="selection">What the run would be started with.</param>
    /// <param name="names">Of the integrations, by their ids; one that is not there any more is named by its id.</param>
    public static ResumePreview Of(FlowInput flow, RunSelection selection, IReadOnlyDictionary<string, string> names)
    {
        var done = selection.AlreadyDone.ToHashSet(StringComparer.Ordinal);
        var selected = selection.StepsToRun?.ToHashSet(StringComparer.Ordinal);
        return new((RunStart?)null)
        {
            Runs = Named(step => !step.IsSkipped && !done.Contains(step.Referrer) && selected?.Contains(step.Referrer) != false),
            Keeps = Named(step => !step.IsSkipped && done.Contains(step.Referrer)),
        };

        IReadOnlyList<NamedStep> Named(Func<FlowStepInput, bool> isMeant) =>
            [.. flow.Steps.Where(isMeant).Select(step => new NamedStep(step.Referrer, names.GetValueOrDefault(step.Referrer) ?? step.Referrer))];
    }

    /// <summary>A step, as people know it.</summary>
    /// <param name="Referrer">Of its integration.</param>
    /// <param name="Name">Of its integration, as it is now.</param>
    public sealed record NamedStep(string Referrer, string Name);
}
