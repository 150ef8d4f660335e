using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Runs;

/// <summary>Checks which steps a client asks to run against the flow.</summary>
public static class RunSelectionRules
{
    /// <summary>
    /// A problem for each listed step that the flow does not have or that is listed twice, and one where the list leaves nothing to
    /// run; empty when the request can be run. A listed step that the flow skips is no problem by itself: it stays skipped.
    /// </summary>
    public static IReadOnlyList<Problem> Check(FlowInput flow, RunRequest request)
    {
        if (request.StepsToRun is not { } listed)
        {
            return [];
        }

        var problems = new ProblemCollector();
        var path = DocumentPath.Root.Property("stepsToRun");
        var steps = flow.Steps.ToDictionary(step => step.Referrer, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < listed.Count; i++)
        {
            if (!steps.ContainsKey(listed[i]))
            {
                problems.Add(path.Item(i), $"No step of this flow has the referrer {Quoted.Of(listed[i])}.");
            }
            else if (!seen.Add(listed[i]))
            {
                problems.Add(path.Item(i), $"'{listed[i]}' is listed more than once.");
            }
        }

        if (listed.Count == 0)
        {
            problems.Add(path, "Names no step of the flow; leave it out to run every step.");
        }
        else if (!problems.HasAny && seen.All(referrer => steps[referrer].IsSkipped))
        {
            problems.Add(path, "Leaves nothing to run: the flow skips every step that is listed.");
        }

        return problems.ToList();
    }
}
