using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>From what the step's run has on record.</summary>
internal sealed class StepLife(RunStore runs, StepHandleStore handles) : IStepLife
{
    public async Task<bool> IsOverAsync(string runId, string referrer, string operationId, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(runId, cancellationToken) is not { EndDate: null })
        {
            return true;
        }

        var handle = await handles.GetAsync(runId, referrer, cancellationToken);
        return handle is { IsCancelled: true } or { End: not null } || IsOfEarlierTry(handle, runId, referrer, operationId);
    }

    /// <summary>A step that loads into a model keeps the handle of a try, which then has no end, before it asks for a place in the model's queue.</summary>
    private static bool IsOfEarlierTry(StepHandle handle, string runId, string referrer, string operationId) =>
        Enumerable.Range(1, handle.LastTry - 1).Any(number => new StepTry(number).OperationIdOf(runId, referrer) == operationId);
}
