using System.Text.Json.Serialization;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Integrations;

/// <summary>The end of a job that is in Anaplan.</summary>
/// <param name="Type">Anaplan.</param>
/// <param name="ActionId">Digits.</param>
/// <param name="FileId">Digits; only where the action is the target of an import.</param>
internal sealed record JobActionResource(
    string Type,
    string ActionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FileId)
{
    public static JobActionResource Of(AnaplanAction action) => new("Anaplan", action.ActionId, action.FileId);
}
