namespace FlowFunctions.Steps;

/// <summary>
/// A system that runs steps. Each method is one exchange with it and answers what was learned; when to ask again is the caller's
/// decision. A step's failure, and a target that cannot be reached, are replies and not exceptions.
/// </summary>
public interface IStepTarget
{
    /// <summary>
    /// Asks the target to start the step. At-least-once: after a crash, or when an answer was lost, the same
    /// <see cref="StepCall.OperationId"/> comes again, and a target that knows it answers for the task that it has.
    /// </summary>
    /// <param name="call">The step.</param>
    /// <param name="attempt">1 for the first request, counted over the step's whole life, all its tries.</param>
    /// <param name="checkpoint">Keeps how far the exchange got, where it is long.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    /// <exception cref="StepSupersededException">From the checkpoint.</exception>
    Task<TargetReply> StartAsync(StepCall call, int attempt, IStepCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>Asks how the task behind <paramref name="handle"/> is going, or moves it on.</summary>
    /// <param name="call">The step.</param>
    /// <param name="handle">What <see cref="TargetReply.Accepted"/> gave, or what was saved last.</param>
    /// <param name="checkpoint">Keeps how far the exchange got, where it is long.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    /// <exception cref="StepSupersededException">From the checkpoint.</exception>
    Task<TargetReply> PollAsync(StepCall call, string handle, IStepCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>Tells the target that nobody waits for the task any more. Best effort: it may go on, or have ended.</summary>
    /// <returns>Null when the target took note; otherwise why not.</returns>
    Task<string?> CancelAsync(StepCall call, string handle, CancellationToken cancellationToken);

    /// <summary>What the step's work had come to, of a step that is given up; told from the handle alone.</summary>
    /// <returns>Null where there is nothing to tell of parts of it.</returns>
    WorkSoFar? SoFar(StepCall call, string handle);
}
