using FlowFunctions.Core.Integrations;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>An integration as it was when the run started.</summary>
/// <param name="Id">What steps refer to.</param>
/// <param name="Endpoint">With masks in place of its secrets; null unless it is an HTTP endpoint.</param>
/// <param name="Anaplan">Null unless it works on an Anaplan model.</param>
public sealed record IntegrationSnapshot(string Id, EndpointInput? Endpoint, AnaplanWork? Anaplan = null)
{
    public static IntegrationSnapshot Of(string id, IntegrationInput integration) => 
        new(id, integration.Endpoint is { } endpoint ? EndpointSecrets.Split(endpoint).Open : null, AnaplanWork.Of(integration));
}
