using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>From what the step's run has on record.</summary>
internal sealed class StepLife(RunStore runs, StepHandleStore handles) : IStepLife
{
    public async Task<bool> IsOverAsync(string runId, string referrer, CancellationToken cancellationToken) =>
        await runs.GetAsync(runId, cancellationToken) is not { EndDate: null }
        || (await handles.GetAsync(runId, referrer, cancellationToken)).IsCancelled;
}
