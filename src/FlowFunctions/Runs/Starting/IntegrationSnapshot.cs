using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>An integration as it was when the run started.</summary>
/// <param name="Id">What steps refer to.</param>
/// <param name="Endpoint">With masks in place of its secrets; null unless it is an HTTP endpoint.</param>
/// <param name="Anaplan">Null unless it works on an Anaplan model.</param>
public sealed record IntegrationSnapshot(string Id, EndpointInput? Endpoint, AnaplanWork? Anaplan = null)
{
    /// <param name="id">Of the integration.</param>
    /// <param name="integration">As its author wrote it.</param>
    /// <param name="latest">Its latest run; null where there was none.</param>
    public static IntegrationSnapshot Of(string id, IntegrationInput integration, LatestRun? latest = null) => new(
        id,
        integration.Endpoint is { } endpoint ? EndpointSecrets.Split(endpoint).Open : null,
        AnaplanWork.Of(integration, latest is { Success: true, EndDate: { } end } && end >= latest.StartDate ? end - latest.StartDate : null));
}
