using System.Xml;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;

namespace FlowFunctions.Flows;

/// <summary>A step of a flow, with what its integration says at the time of reading.</summary>
internal sealed record FlowStepResource(
    string Referrer,
    string Name,
    string Type,
    string CreatedBy,
    DateTimeOffset CreatedDate,
    string? ModifiedBy,
    DateTimeOffset ModifiedDate,
    string ModelId,
    string WorkspaceId,
    IReadOnlyList<string>? DependsOn,
    bool IsSkipped,
    IReadOnlyList<ExceptionBehaviorResource> ExceptionBehavior,
    string? Timeout,
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
            ExceptionBehaviorResource.Of(step),
            step.Timeout is { } timeout ? XmlConvert.ToString(timeout) : null,
            step.Retry is { } retry ? StepRetryResource.Of(retry) : null);
}
