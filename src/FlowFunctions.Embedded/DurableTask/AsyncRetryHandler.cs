namespace Microsoft.DurableTask;

/// <summary>
/// Answers whether to call a failed task again. Orchestrator code: it must be deterministic and await durable tasks only, such as a timer of
/// the context for the wait before the next attempt.
/// </summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
