namespace FlowFunctions.Embedded.Engine;

/// <summary>
/// Runs an activity once and answers its output, which the engine serialises. What it throws becomes the failure that the orchestrator sees, but
/// for an <see cref="OperationCanceledException"/> after <paramref name="cancellationToken"/>: the activity then runs again when the engine is back.
/// </summary>
/// <param name="invocation">What to run.</param>
/// <param name="cancellationToken">Cancelled when the engine stops and has waited long enough, or has lost its hub.</param>
internal delegate Task<object?> ActivityInvoker(ActivityInvocation invocation, CancellationToken cancellationToken);
