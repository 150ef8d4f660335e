using System.Xml;
using FlowFunctions.Definitions;

namespace FlowFunctions.Flows;

/// <summary>A flow by itself, with its steps.</summary>
internal sealed record FlowResource(
    string Id,
    string Name,
    string CreatedBy,
    DateTimeOffset CreationDate,
    string? ModifiedBy,
    DateTimeOffset ModificationDate,
    string? NotificationId,
    LatestRun? LatestRun,
    int StepsCount,
    string Version,
    bool NuxVisible,
    string? Timeout,
    IReadOnlyList<FlowStepResource> Steps)
{
    private const string WireVersion = "2.0";

    /// <param name="flow">As it is stored.</param>
    /// <param name="integrations">Those that its steps refer to, by id.</param>
    public static FlowResource Of(FlowDocument flow, IReadOnlyDictionary<string, IntegrationDocument> integrations) =>
        new(
            flow.Id,
            flow.Name,
            flow.CreatedBy,
            flow.CreationDate,
            flow.ModifiedBy,
            flow.ModificationDate,
            flow.NotificationId,
            flow.LatestRun,
            flow.Input.Steps.Count,
            WireVersion,
            flow.Input.NuxVisible,
            flow.Input.Timeout is { } timeout ? XmlConvert.ToString(timeout) : null,
            [.. flow.Input.Steps.Select(step => FlowStepResource.Of(step, integrations.GetValueOrDefault(step.Referrer), flow))]);
}
