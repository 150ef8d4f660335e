namespace FlowFunctions.Cli.Endpoint;

/// <summary>What the service posts to start a step.</summary>
/// <param name="RunId">The run of the flow.</param>
/// <param name="FlowId">The flow; null when the integration was run on its own.</param>
/// <param name="Referrer">The integration that called.</param>
/// <param name="Name">The integration's name.</param>
/// <param name="Attempt">1 for the first call, one more for each retry.</param>
/// <param name="OperationId">The same for every attempt of one try of this step in this run, and equal to the header <c>Idempotency-Key</c>.</param>
internal sealed record StepCall(string RunId, string? FlowId, string? Referrer, string? Name, int Attempt, string OperationId);
