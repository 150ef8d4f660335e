namespace FlowFunctions.Core.Flows;

/// <summary>The rules for the dependencies of steps: on another step of the same flow, each once.</summary>
internal static class DependencyRules
{
    /// <summary>Refuses each dependency that breaks a rule, and gives the others as places of steps, per step.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Check(IReadOnlyList<FlowStepDraft> steps, IReadOnlyDictionary<string, int> positions)
    {
        var reportUnknown = !UnreadableReferrersExplainUnknown(steps, positions);
        return [.. steps.Select(step => Check(step, positions, reportUnknown))];
    }

    private static List<int> Check(FlowStepDraft step, IReadOnlyDictionary<string, int> positions, bool reportUnknown)
    {
        var accepted = new List<int>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (referrer, value) in step.DependsOn ?? [])
        {
            if (!seen.Add(referrer))
            {
                value.Refuse($"'{referrer}' is listed more than once.");
            }
            else if (referrer == step.Referrer)
            {
                value.Refuse("A step cannot depend on itself.");
            }
            else if (positions.TryGetValue(referrer, out var position))
            {
                accepted.Add(position);
            }
            else if (reportUnknown)
            {
                value.Refuse($"No step of this flow has the referrer '{referrer}'.");
            }
        }

        return accepted;
    }

    /// <summary>
    /// Whether the steps whose referrer could not be read may be the ones that the unknown dependencies mean. Then the unreadable
    /// referrers are the problem, and the dependencies are not blamed for it.
    /// </summary>
    private static bool UnreadableReferrersExplainUnknown(IReadOnlyList<FlowStepDraft> steps, IReadOnlyDictionary<string, int> positions)
    {
        var unreadable = steps.Count(step => !step.IsReadable);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            unknown.UnionWith((step.DependsOn ?? []).Select(dependency => dependency.Referrer).Where(referrer => !positions.ContainsKey(referrer)));
        }

        return unknown.Count <= unreadable;
    }
}
