namespace FlowFunctions.Steps;

/// <summary>Tells whether anybody still waits for a step.</summary>
public interface IStepLife
{
    /// <summary>Whether the run has ended or is not on record, the step has ended or was cancelled, or another try of it has begun.</summary>
    /// <param name="runId">The step's run.</param>
    /// <param name="referrer">Id of the step's integration.</param>
    /// <param name="operationId">Of the try that is asked for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<bool> IsOverAsync(string runId, string referrer, string operationId, CancellationToken cancellationToken);
}
