using FlowFunctions.Definitions;

namespace FlowFunctions.Flows;

/// <summary>A flow in a list.</summary>
internal sealed record FlowSummaryResource(
    string Id,
    string Name,
    string CreatedBy,
    DateTimeOffset CreationDate,
    string? ModifiedBy,
    DateTimeOffset ModificationDate,
    string? NotificationId,
    LatestRun? LatestRun,
    int StepsCount)
{
    public static FlowSummaryResource Of(FlowDocument flow) =>
        new(
            flow.Id,
            flow.Name,
            flow.CreatedBy,
            flow.CreationDate,
            flow.ModifiedBy,
            flow.ModificationDate,
            flow.NotificationId,
            flow.LatestRun,
            flow.Input.Steps.Count);
}
