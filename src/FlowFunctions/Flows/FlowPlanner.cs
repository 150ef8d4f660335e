using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Flows;

/// <summary>Says how a flow would run, without storing it. Whether its name is still free is not looked at: the flow may be there already.</summary>
public sealed class FlowPlanner(IntegrationStore integrations)
{
    internal async Task<ApiResult> PlanAsync(FlowInput flow, CancellationToken cancellationToken)
    {
        var referenced = await integrations.GetManyAsync(flow.Steps.Select(step => step.Referrer), cancellationToken);
        ApiError.ThrowIfAny(FlowReferrers.Check(flow, referenced.Keys.ToHashSet(StringComparer.Ordinal)));
        var steps = referenced.ToDictionary(
            integration => integration.Key,
            integration => new PlannedStepResource(integration.Key, integration.Value.Name, DurationOf(integration.Value.LatestRun)),
            StringComparer.Ordinal);
        return ApiResult.Ok("plan", FlowPlanResource.Of(FlowPlan.Of(flow), steps));
    }

    /// <summary>Of the latest run, if that has ended: how it ended says little about how long the next will take.</summary>
    private static TimeSpan? DurationOf(LatestRun? run) => run?.EndDate - run?.StartDate;
}
