using System.ComponentModel.DataAnnotations;
using System.Xml;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>What a step was when its run started: later changes to the flow and its integration are not in it.</summary>
/// <param name="Type">Of the integration. `Process` where it runs a process or an endpoint, `Import` where it loads into a model, `Export` where it exports
/// from one.</param>
/// <param name="ModelId">Model that the integration worked on; empty for an endpoint that belongs to none.</param>
/// <param name="WorkspaceId">Workspace of the model; empty for an endpoint that belongs to none.</param>
/// <param name="DependsOn">Referrers of the steps that had to be done before.</param>
/// <param name="IsSkipped">Whether the flow left the step out.</param>
/// <param name="ExceptionBehavior">Always both types.</param>
/// <param name="Timeout">From the start of each try to its end as timed out; null where the integration's own counted.</param>
/// <param name="Retry">Null where it was not to be tried again.</param>
internal sealed record StepDefinitionResource(
    [property: AllowedValues("Process", "Import", "Export")] string Type,
    string ModelId,
    string WorkspaceId,
    [property: Items(AreDistinct = true), LooksLike(TextShape.Id)] IReadOnlyList<string> DependsOn,
    bool IsSkipped,
    [property: Length(2, 2)] IReadOnlyList<ExceptionBehaviorResource> ExceptionBehavior,
    [property: LooksLike(TextShape.Duration, Minimum = "PT1S", Maximum = "P1D")] string? Timeout,
    StepRetryResource? Retry)
{
    /// <param name="definition">Of a step of <paramref name="run"/>.</param>
    /// <param name="run">Whose steps it depends on.</param>
    public static StepDefinitionResource Of(StepDefinition definition, RunDocument run) =>
        new(
            definition.Type.ToString(),
            definition.ModelId ?? "",
            definition.WorkspaceId ?? "",
            [.. definition.DependsOn.Select(place => run.Steps[place].Referrer)],
            definition.IsSkipped,
            ExceptionBehaviorResource.Of(definition.OnFailure, definition.OnPartialSuccess),
            definition.Timeout is { } timeout ? XmlConvert.ToString(timeout) : null,
            definition.Retry is { } retry ? StepRetryResource.Of(retry) : null);
}
