namespace Microsoft.DurableTask;

/// <summary>Answers whether to call a failed task again. Orchestrator code: it must be deterministic.</summary>
public delegate bool RetryHandler(RetryContext retryContext);
