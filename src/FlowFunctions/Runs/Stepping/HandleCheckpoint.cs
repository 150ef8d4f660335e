using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>The checkpoint of one exchange with a step's target, in the step's handle.</summary>
/// <param name="handles">Where it is stored.</param>
/// <param name="call">The step.</param>
/// <param name="handle">Its handle before the exchange.</param>
/// <param name="attempts">How many times the target was asked to start the step, this exchange included.</param>
/// <param name="time">Of the exchange.</param>
internal sealed class HandleCheckpoint(AwaitedHandles handles, StepCall call, StepHandle handle, int attempts, TimeProvider time) : IStepCheckpoint
{
    /// <summary>The handle as it is stored.</summary>
    public StepHandle Stored { get; private set; } = handle;

    public async Task SaveAsync(string handle, double? progress, string? message, CancellationToken cancellationToken)
    {
        // What was learned ends a row of failures, and a step that does something has its turn.
        var learned = Stored with { Task = handle, Attempts = attempts, Progress = progress ?? Stored.Progress, Message = message ?? Stored.Message, Failures = 0 };
        var next = learned.WithTurn(ahead: null, time.GetUtcNow().UtcDateTime);
        Stored = await handles.TrySaveAsync(call, next, cancellationToken) ?? throw new StepSupersededException();
    }
}
