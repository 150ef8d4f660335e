using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Reads runs: from their record once they have ended, and live before that.</summary>
public sealed class RunReader(RunStore runs, RunHistory history, StepHandleStore handles, InterruptedRuns interrupted, RunLooks looks, TimeProvider time)
{
    private readonly SharedReadings<string, string?> _resumptions = new();

    /// <summary>The run as it stands now; null where no run has this id.</summary>
    public async Task<RunDocument?> GetAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken) =>
        await runs.GetAsync(runId, cancellationToken) is { } run
            ? await AsItStandsAsync(client, run, cancellationToken)
            : await GetOfStepAsync(client, runId, cancellationToken);

    /// <summary>
    /// As it stood within the last second: whoever asks in that time is given the same, read once for all of them by the first. A run that this process has put on record as over is
    /// read as that at once. For those who watch; who decides something by it must use <see cref="GetAsync"/>.
    /// </summary>
    public Task<RunDocument?> LookAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken) =>
        looks.ShareAsync(runId, () => GetAsync(client, runId, CancellationToken.None), cancellationToken);

    /// <summary>The newest run that resumed it; null where none did. Those who ask at the same time are given the same.</summary>
    public Task<string?> FindResumedByAsync(string runId, CancellationToken cancellationToken) =>
        _resumptions.ReadAsync(runId, () => runs.FindResumedByAsync(runId, CancellationToken.None), cancellationToken);

    /// <summary>A step's run is there as soon as the step is over.</summary>
    private async Task<RunDocument?> GetOfStepAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken)
    {
        if (await runs.FindStepAsync(runId, cancellationToken) is not var (flowRun, known))
        {
            return null;
        }

        flowRun = await AsItStandsAsync(client, flowRun, cancellationToken);
        var step = flowRun.Steps.First(one => one.Referrer == known.Referrer);
        return IntegrationRun.IsOf(step) && (step.EndDate ?? flowRun.EndDate) is not null
            ? IntegrationRun.Of(flowRun, await runs.WithDetailsAsync(flowRun.Id, step, cancellationToken))
            : null;
    }

    private async Task<RunDocument> AsItStandsAsync(DurableTaskClient client, RunDocument run, CancellationToken cancellationToken)
    {
        if (run.EndDate is not null)
        {
            return run;
        }

        var instance = await client.FindWholeAsync(run.Id, cancellationToken);
        if (instance is null or { IsCompleted: true })
        {
            // The run has ended between the two reads, or will never end by itself.
            run = await runs.GetAsync(run.Id, cancellationToken) ?? run;
            if (run.EndDate is not null)
            {
                return run;
            }
        }

        run = run with { Steps = LiveStatus.Read(instance)?.ApplyTo(run) ?? run.Steps };
        if (interrupted.IsInterrupted(instance, run))
        {
            // It may have ended by itself all the same, and been cut off before that was in its own record.
            return await history.FindAsync(run.OwnerId, run.Id, cancellationToken) is { EndDate: not null, Result.ErrorCode: not RunErrorCodes.Skipped } ended
                ? FirstEnd.Of(run, ended)
                : await InterruptedAsync(run, cancellationToken);
        }

        return run.Steps.Any(step => step.Status == StepStatus.Running)
            ? WithHandles(run, await handles.GetAllAsync(run.Id, cancellationToken))
            : run;
    }

    /// <summary>As it will be put on record: of an integration's own run, whose step may have told its end, that is the run's.</summary>
    private async Task<RunDocument> InterruptedAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var ended = InterruptedRuns.End(run, InterruptedRuns.Message, time.GetUtcNow().UtcDateTime);
        if (run is { Kind: RunKind.Integration, Steps: [{ Status: StepStatus.Running, RetryAt: null } step] }
            && await handles.GetAsync(run.Id, step.Referrer, cancellationToken) is { End: { Outcome: not null } report } handle && handle.LastTry == step.TriesBegun)
        {
            ended = ended with { Steps = [UnkeptStarts.Ended(ended.Steps[0], report, ended.EndDate)] };
        }

        return IntegrationRun.AsItsStepEnded(ended);
    }

    /// <summary>What running steps have told since their latest try started.</summary>
    private static RunDocument WithHandles(RunDocument run, IReadOnlyDictionary<string, StepHandle> known) => run with
    {
        Steps = [.. run.Steps.Select(step => step.Status == StepStatus.Running && known.TryGetValue(step.Referrer, out var handle) && handle.Try > step.Retries
            ? step with { Attempts = Math.Max(step.Attempts, handle.Attempts), Progress = handle.Progress, Message = handle.Message ?? step.Message, Ahead = handle.Ahead, TurnAt = handle.TurnAt }
            : step)],
    };
}
