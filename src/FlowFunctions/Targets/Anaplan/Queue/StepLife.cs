using FlowFunctions.Runs;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Tells whether anybody still waits for a step, from what its run has on record.</summary>
internal sealed class StepLife(RunStore runs, StepHandleStore handles)
{
    /// <summary>Whether the run has ended or is not on record, or the step was cancelled.</summary>
    public async Task<bool> IsOverAsync(string runId, string referrer, CancellationToken cancellationToken) =>
        await runs.GetAsync(runId, cancellationToken) is not { EndDate: null }
        || (await handles.GetAsync(runId, referrer, cancellationToken)).IsCancelled;
}
