using FlowFunctions.Core.Runs;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Reads runs: from their record once they have ended, and live before that.</summary>
public sealed class RunReader(RunStore runs, StepHandleStore handles, InterruptedRuns interrupted, TimeProvider time)
{
    /// <summary>The run as it stands now; null where no run has this id.</summary>
    public async Task<RunDocument?> GetAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken)
    {
        var run = await runs.GetAsync(runId, cancellationToken);
        if (run is null or { EndDate: not null })
        {
            return run;
        }

        var instance = await client.FindWholeAsync(runId, cancellationToken);
        if (instance is null or { IsCompleted: true })
        {
            // The run has ended between the two reads, or will never end by itself.
            run = await runs.GetAsync(runId, cancellationToken) ?? run;
            if (run.EndDate is not null)
            {
                return run;
            }
        }

        run = run with { Steps = LiveStatus.Read(instance)?.ApplyTo(run) ?? run.Steps };
        if (interrupted.IsInterrupted(instance, run.StartDate))
        {
            return InterruptedRuns.End(run, InterruptedRuns.Message, time.GetUtcNow().UtcDateTime);
        }

        return run.Steps.Any(step => step.Status == StepStatus.Running)
            ? WithHandles(run, await handles.GetAllAsync(runId, cancellationToken))
            : run;
    }

    /// <summary>What running steps have told since their latest try started.</summary>
    private static RunDocument WithHandles(RunDocument run, IReadOnlyDictionary<string, StepHandle> known) => run with
    {
        Steps = [.. run.Steps.Select(step => step.Status == StepStatus.Running && known.TryGetValue(step.Referrer, out var handle) && handle.Try > step.Retries
            ? step with { Attempts = Math.Max(step.Attempts, handle.Attempts), Progress = handle.Progress, Message = handle.Message ?? step.Message, Ahead = handle.Ahead }
            : step)],
    };
}
