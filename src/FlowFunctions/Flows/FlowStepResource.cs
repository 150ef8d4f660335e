using System.ComponentModel.DataAnnotations;
using System.Xml;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Flows;

/// <summary>A step of a flow, with what its integration says now.</summary>
/// <param name="Referrer">Of the integration.</param>
/// <param name="Name">Of the integration.</param>
/// <param name="Type">`Process` where it runs a process or an endpoint, `Import` where it loads into a model, `Export` where it exports
/// from one.</param>
/// <param name="CreatedBy">Who created the integration.</param>
/// <param name="CreatedDate">When the integration was created.</param>
/// <param name="ModifiedBy">Who changed the integration last; null until somebody has.</param>
/// <param name="ModifiedDate">When the integration was changed last.</param>
/// <param name="ModelId">Model that the integration works on; empty for an endpoint that belongs to none.</param>
/// <param name="WorkspaceId">Workspace of the model; empty for an endpoint that belongs to none.</param>
/// <param name="DependsOn">Referrers of the steps that must be done before; null as its author gave it.</param>
/// <param name="IsSkipped">Whether runs leave the step out.</param>
/// <param name="ExceptionBehavior">Always both types.</param>
/// <param name="Timeout">From the start of each try to its end as timed out; null leaves it to the integration. Never later than the
/// integration's own timeout, where it has one.</param>
/// <param name="Retry">Null where it is not tried again.</param>
internal sealed record FlowStepResource(
    [property: LooksLike(TextShape.Id)] string Referrer,
    [property: MinLength(1)] string Name,
    [property: AllowedValues("Process", "Import", "Export")] string Type,
    [property: LooksLike(TextShape.User)] string CreatedBy,
    DateTimeOffset CreatedDate,
    [property: LooksLike(TextShape.User)] string? ModifiedBy,
    DateTimeOffset ModifiedDate,
    string ModelId,
    string WorkspaceId,
    [property: Items(AreDistinct = true), LooksLike(TextShape.Id)] IReadOnlyList<string>? DependsOn,
    bool IsSkipped,
    [property: Length(2, 2)] IReadOnlyList<ExceptionBehaviorResource> ExceptionBehavior,
    [property: LooksLike(TextShape.Duration, Minimum = "PT1S", Maximum = "P1D")] string? Timeout,
    StepRetryResource? Retry)
{
    /// <summary>Stands for the name of an integration that was deleted while its flow was being written.</summary>
    private const string DeletedName = "(deleted)";

    /// <param name="step">As the flow has it.</param>
    /// <param name="integration">Null where it is gone; clients still want every field, so the flow's own author and dates stand in.</param>
    /// <param name="flow">That the step belongs to.</param>
    public static FlowStepResource Of(FlowStepInput step, IntegrationDocument? integration, FlowDocument flow) =>
        new(
            step.Referrer,
            integration?.Name ?? DeletedName,
            (integration?.Input.TypeOf() ?? IntegrationType.Process).ToString(),
            integration?.CreatedBy ?? flow.CreatedBy,
            integration?.CreationDate ?? flow.CreationDate,
            integration is null ? flow.ModifiedBy : integration.ModifiedBy,
            integration?.ModificationDate ?? flow.ModificationDate,
            integration?.Input.ModelId ?? "",
            integration?.Input.WorkspaceId ?? "",
            step.DependsOn,
            step.IsSkipped,
            ExceptionBehaviorResource.Of(step.OnFailure, step.OnPartialSuccess),
            step.Timeout is { } timeout ? XmlConvert.ToString(timeout) : null,
            step.Retry is { } retry ? StepRetryResource.Of(retry) : null);
}
