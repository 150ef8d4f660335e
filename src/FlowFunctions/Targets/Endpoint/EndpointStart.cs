namespace FlowFunctions.Targets.Endpoint;

/// <summary>The body by which an endpoint is asked to run a step.</summary>
/// <param name="RunId">The run.</param>
/// <param name="FlowId">The flow; null where the integration runs by itself.</param>
/// <param name="Referrer">The integration.</param>
/// <param name="Name">The integration's name when the run started.</param>
/// <param name="Attempt">1 for the first request.</param>
/// <param name="OperationId">The same for every attempt of one try; also the <c>Idempotency-Key</c>.</param>
internal sealed record EndpointStart(string RunId, string? FlowId, string Referrer, string Name, int Attempt, string OperationId);
