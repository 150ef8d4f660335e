using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Runs that hold a lock and have no orchestration any more: a crash between the lock and the schedule, an instance that was terminated
/// or purged by hand. They are put on record as failed, which releases the lock.
/// </summary>
public sealed partial class InterruptedRuns(RunStore runs, Runnables runnables, RunRecorder recorder, TimeProvider time, ILogger<InterruptedRuns> logger)
{
    public const string Message = "Failed: the run was interrupted";

    /// <param name="client">Knows the orchestrations.</param>
    /// <param name="runId">The run.</param>
    /// <param name="since">UTC; when it started. Within <see cref="RunLock.StartGrace"/> of that a run may still be on its way.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<bool> IsInterruptedAsync(DurableTaskClient client, string runId, DateTime? since, CancellationToken cancellationToken) =>
        !IsOnItsWay(since) && IsInterrupted(await client.GetInstanceAsync(runId, cancellationToken), since);

    /// <param name="instance">The run's orchestration; null where there is none.</param>
    /// <param name="since">UTC; when the run started. Within <see cref="RunLock.StartGrace"/> of that it may still be on its way.</param>
    public bool IsInterrupted(OrchestrationMetadata? instance, DateTime? since) => !IsOnItsWay(since) && (instance is null or { IsCompleted: true });

    /// <summary>Releases the lock that <paramref name="document"/> was read with, held by an interrupted run, and puts the run on record.</summary>
    public async Task ReleaseAsync(DurableTaskClient client, Runnable document, CancellationToken cancellationToken)
    {
        var runId = document.ActiveRunId!;
        if (await runs.GetAsync(runId, cancellationToken) is { } run)
        {
            await CloseAsync(client, run, cancellationToken);
            return;
        }

        LogTakenOver(runId, document.Id);
        await runnables.UpdateAsync(
            document.Kind,
            document.Id,
            current => RunLock.Release(
                current,
                runId,
                current.LatestRun is { } latest
                    ? latest with { EndDate = time.GetUtcNow(), Success = false, Message = Message, ExecutionErrorCode = RunErrorCodes.Internal }
                    : null),
            cancellationToken);
    }

    /// <summary>Puts an interrupted run on record with what is known of its steps. A run that has ended is only released.</summary>
    public async Task<RunDocument> CloseAsync(DurableTaskClient client, RunDocument run, CancellationToken cancellationToken)
    {
        LogTakenOver(run.Id, run.OwnerId);
        if (run.EndDate is not null)
        {
            await recorder.RecordAsync(run, cancellationToken);
            return run;
        }

        var instance = await client.GetInstanceAsync(run.Id, getInputsAndOutputs: true, cancellationToken);
        return await RecordAsync(run with { Steps = LiveStatus.Read(instance)?.ApplyTo(run) ?? run.Steps }, Message, cancellationToken);
    }

    /// <summary>Puts a run on record that ended without its orchestration's doing.</summary>
    public async Task<RunDocument> RecordAsync(RunDocument run, string message, CancellationToken cancellationToken)
    {
        var ended = End(run, message, time.GetUtcNow().UtcDateTime);
        await recorder.RecordAsync(ended, cancellationToken);
        return ended;
    }

    /// <summary>The run as it stands once nothing moves it any more.</summary>
    public static RunDocument End(RunDocument run, string message, DateTime now) => run with
    {
        EndDate = now,
        Result = new RunResult(false, message, RunErrorCodes.Internal),
        Steps = [.. run.Steps.Select(step => step.Status switch
        {
            StepStatus.Pending => step with { Status = StepStatus.NotRun },
            StepStatus.Running => step with { Status = StepStatus.Cancelled, EndDate = now, Message = message, ErrorCode = RunErrorCodes.Internal },
            _ => step,
        })],
    };

    private bool IsOnItsWay(DateTime? since) => time.GetUtcNow().UtcDateTime - since < RunLock.StartGrace;

    [LoggerMessage(1508, LogLevel.Warning, "Run {RunId} of {OwnerId} has no orchestration any more; its lock is released.")]
    private partial void LogTakenOver(string runId, string ownerId);
}
