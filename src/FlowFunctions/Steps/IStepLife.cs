namespace FlowFunctions.Steps;

/// <summary>Tells whether anybody still waits for a step.</summary>
public interface IStepLife
{
    /// <summary>Whether the run has ended or is not on record, or the step was cancelled.</summary>
    Task<bool> IsOverAsync(string runId, string referrer, CancellationToken cancellationToken);
}
