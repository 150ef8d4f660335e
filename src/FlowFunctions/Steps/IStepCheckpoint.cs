namespace FlowFunctions.Steps;

/// <summary>Where a target keeps, in the middle of an exchange, what a crash must not take: the intent to start a task, its id, how much of a file is over.</summary>
public interface IStepCheckpoint
{
    /// <summary>Stores the handle in place of the one before; durable when this returns. Calls must not overlap.</summary>
    /// <param name="handle">What the next poll is given. At most 30,000 characters; no secret.</param>
    /// <param name="progress">0 to 1; null leaves what is known.</param>
    /// <param name="message">What the step is doing, for people who watch it; null leaves what is known.</param>
    /// <param name="cancellationToken">Gives up; whether it was stored is unknown then.</param>
    /// <exception cref="StepSupersededException">Nothing is stored: the step is no longer this exchange's to move on.</exception>
    Task SaveAsync(string handle, double? progress, string? message, CancellationToken cancellationToken);
}
