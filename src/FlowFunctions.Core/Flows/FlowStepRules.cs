using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Flows;

/// <summary>The rules that hold between the steps of a flow.</summary>
internal static class FlowStepRules
{
    /// <param name="value">The array of steps.</param>
    /// <param name="steps">Every item of the array, also the unreadable ones: what could not be read is not blamed a second time.</param>
    public static void Check(DocumentValue value, IReadOnlyList<FlowStepDraft> steps)
    {
        if (steps.Count(step => !step.IsSkipped) < FlowInput.MinimumSteps)
        {
            value.Refuse("Integration flow has to have at least two enabled steps.");
        }

        if (steps.Count > FlowInput.MaximumSteps)
        {
            value.Refuse($"A flow has at most {FlowInput.MaximumSteps} steps, but this one has {steps.Count}.");
        }

        var positions = CheckReferrers(steps);
        var dependencies = DependencyRules.Check(steps, positions);

        // Beyond the limit the document is refused anyway, and the search is kept to what a flow may be.
        if (steps.Count <= FlowInput.MaximumSteps)
        {
            RefuseCycles(steps, dependencies);
        }
    }

    /// <summary>The place of each referrer; of one that is given twice, the first.</summary>
    private static Dictionary<string, int> CheckReferrers(IReadOnlyList<FlowStepDraft> steps)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Referrer is { } referrer && !positions.TryAdd(referrer, i))
            {
                steps[i].ReferrerValue?.Refuse($"An integration is at most once in a flow, but '{referrer}' is steps[{positions[referrer]}] already.");
            }
        }

        return positions;
    }

    private static void RefuseCycles(IReadOnlyList<FlowStepDraft> steps, IReadOnlyList<IReadOnlyList<int>> dependencies)
    {
        foreach (var cycle in DependencyCycles.Find(dependencies))
        {
            var names = cycle.Append(cycle[0]).Select(step => steps[step].Referrer);
            var next = steps[cycle[1]].Referrer;
            var edge = steps[cycle[0]].DependsOn?.First(dependency => dependency.Referrer == next).Value;
            edge?.Refuse($"The steps wait for each other in a cycle: {string.Join(" → ", names)}.");
        }
    }
}
