using FlowFunctions.Core.Runs;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Runs that hold a lock and have no orchestration any more: a crash between the lock and the schedule, an instance that was terminated
/// or purged by hand. They are put on record as failed, which releases the lock.
/// </summary>
public sealed partial class InterruptedRuns(RunStore runs, RunRecorder recorder, TimeProvider time, ILogger<InterruptedRuns> logger)
{
    public const string Message = "Failed: the run was interrupted";

    /// <param name="client">Knows the orchestrations.</param>
    /// <param name="runId">The run.</param>
    /// <param name="since">UTC; when it started. Within <see cref="RunLock.StartGrace"/> of that a run may still be on its way.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<bool> IsInterruptedAsync(DurableTaskClient client, string runId, DateTime? since, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow().UtcDateTime - since < RunLock.StartGrace)
        {
            return false;
        }

        return await client.GetInstanceAsync(runId, cancellationToken) is null or { IsCompleted: true };
    }

    /// <summary>Releases the lock that <paramref name="document"/> was read with, held by an interrupted run, and puts the run on record.</summary>
    public async Task ReleaseAsync<TDocument, TInput>(
        DurableTaskClient client, DocumentStore<TDocument, TInput> store, TDocument document, CancellationToken cancellationToken)
        where TDocument : Document<TInput>
        where TInput : class
    {
        var runId = document.ActiveRunId!;
        if (await runs.GetAsync(runId, cancellationToken) is { } run)
        {
            await CloseAsync(client, run, cancellationToken);
            return;
        }

        LogTakenOver(runId, document.Id);
        await store.UpdateAsync(
            document.Id,
            current => RunLock.Release<TDocument, TInput>(
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

    [LoggerMessage(1508, LogLevel.Warning, "Run {RunId} of {OwnerId} has no orchestration any more; its lock is released.")]
    private partial void LogTakenOver(string runId, string ownerId);
}
