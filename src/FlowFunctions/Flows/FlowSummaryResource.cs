using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Flows;

/// <summary>A flow in a list.</summary>
/// <param name="Id">Of the flow.</param>
/// <param name="Name">Of the flow.</param>
/// <param name="CreatedBy">Who created it.</param>
/// <param name="CreationDate">When it was created.</param>
/// <param name="ModifiedBy">Who changed it last; null until somebody has.</param>
/// <param name="ModificationDate">When it was changed last; the creation until then.</param>
/// <param name="NotificationId">Of the flow's notification configuration; null where it was deleted.</param>
/// <param name="LatestRun">The newest run; null where there was none.</param>
/// <param name="StepsCount">How many steps it has, skipped ones too.</param>
internal sealed record FlowSummaryResource(
    [property: LooksLike(TextShape.Id)] string Id,
    [property: Length(1, FlowInput.MaximumNameLength)] string Name,
    [property: LooksLike(TextShape.User)] string CreatedBy,
    DateTimeOffset CreationDate,
    [property: LooksLike(TextShape.User)] string? ModifiedBy,
    DateTimeOffset ModificationDate,
    [property: LooksLike(TextShape.Id)] string? NotificationId,
    LatestRun? LatestRun,
    [property: Range(FlowInput.MinimumSteps, FlowInput.MaximumSteps)] int StepsCount)
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
