using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>
/// Steps that a run has never started, as far as its orchestration knows. The Azure Storage provider sends what a turn asks for before it keeps the turn: where a host dies between, a step may have
/// been started, or be still, that the run knows nothing of. What has not begun is kept from it, and what has is told of. A request, of a run that left steps out when it was stopped or cancelled.
/// </summary>
internal static class UnkeptStarts
{
    public const string Message = "It was started by a host that was lost before that was on record; its target may have done its work.";

    /// <returns>The run with the steps as they are.</returns>
    public static async Task<RunDocument> SettleAsync(StepHandleStore handles, RunDocument run, CancellationToken cancellationToken)
    {
        var left = run.Steps.Where(step => step.Status == StepStatus.NotRun).Select(step => step.Referrer).ToHashSet(StringComparer.Ordinal);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        while (left.Count > 0 && !await handles.TryCloseAsync(run.Id, left, cancellationToken))
        {
            foreach (var (referrer, handle) in await handles.GetAllAsync(run.Id, cancellationToken))
            {
                // One that is cancelled was closed by an earlier call, whose answer was lost, or which came to no end.
                if (left.Remove(referrer) && !handle.IsCancelled)
                {
                    begun.Add(referrer);
                }
            }
        }

        return begun.Count == 0 ? run : run with { Steps = [.. run.Steps.Select(step => begun.Contains(step.Referrer) ? Begun(step, run.EndDate) : step)] };
    }

    /// <summary>When it began is not known; it was before the run's end.</summary>
    private static StepRecord Begun(StepRecord step, DateTime? end) => step with { Status = StepStatus.Cancelled, StartDate = end, EndDate = end, Attempts = 1, Message = Message };
}
