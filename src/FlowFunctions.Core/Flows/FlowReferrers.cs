using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Flows;

/// <summary>Checks a flow's referrers against the integrations that exist.</summary>
public static class FlowReferrers
{
    /// <summary>A problem at <c>steps[i].referrer</c> for each step whose integration does not exist; empty when all do.</summary>
    public static IReadOnlyList<Problem> Check(FlowInput flow, IReadOnlySet<string> existingIntegrationIds) =>
    [
        .. flow.Steps
            .Select((step, index) => (step.Referrer, Path: DocumentPath.Root.Property("steps").Item(index).Property("referrer")))
            .Where(step => !existingIntegrationIds.Contains(step.Referrer))
            .Select(step => new Problem(step.Path.ToString(), $"No integration has the id '{step.Referrer}'.")),
    ];
}
