using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Runs;

/// <summary>An integration as it was when the run started.</summary>
/// <param name="Id">What steps refer to.</param>
/// <param name="Endpoint">Null unless it is an HTTP endpoint.</param>
public sealed record IntegrationSnapshot(string Id, EndpointInput? Endpoint);
