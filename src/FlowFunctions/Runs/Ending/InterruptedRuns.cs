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
    public const string Message = $"{RunResult.BrokenOff}the run was interrupted";

    /// <summary>Whether a run holds the lock that <paramref name="document"/> was read with; one that an interrupted run has left behind does not count.</summary>
    public async Task<bool> IsHeldAsync(DurableTaskClient client, Runnable document, CancellationToken cancellationToken) =>
        document.ActiveRunId is { } runId
        && (IsOnItsWay(document.ActiveSince?.UtcDateTime, RunLock.StartGrace) || !IsGone(await client.FindAsync(runId, cancellationToken)));

    /// <param name="instance">The run's orchestration; null where there is none.</param>
    /// <param name="run">It has no end on record. Within <see cref="RunLock.GraceOf"/> of its start it may still be on its way.</param>
    public bool IsInterrupted(OrchestrationMetadata? instance, RunDocument run) =>
        IsGone(instance) && !IsOnItsWay(run.StartDate, instance is null ? RunLock.GraceOf(run.Trigger) : RunLock.StartGrace);

    /// <summary>
    /// Releases the lock that <paramref name="document"/> was read with, where an interrupted run has left it behind, and puts that run on record.
    /// </summary>
    /// <returns>False where a run holds the lock. True where the document must be read again.</returns>
    public async Task<bool> TryReleaseAsync(DurableTaskClient client, Runnable document, CancellationToken cancellationToken)
    {
        if (await IsHeldAsync(client, document, cancellationToken))
        {
            return false;
        }

        if (!await TryGiveUpAsync(client, document, cancellationToken))
        {
            return true;
        }

        var run = await runs.GetAsync(document.ActiveRunId!, cancellationToken) ?? RunLock.Read(document, time.GetUtcNow());
        await CloseAsync(client, run, Message, cancellationToken);
        return true;
    }

    /// <summary>
    /// Makes the lock that <paramref name="document"/> was read with one that no start takes again for its run: whoever ends it, and a request that asks for this very run once more, may both find it
    /// left behind; the one who changes it goes on.
    /// </summary>
    /// <returns>False where somebody else was faster, or the run has an orchestration by now, which releases its lock itself: the document must be read again.</returns>
    public async Task<bool> TryGiveUpAsync(DurableTaskClient client, Runnable document, CancellationToken cancellationToken) =>
        (RunLock.IsGivenUp(document) || await runnables.ReplaceAsync(document, RunLock.GiveUp(document), cancellationToken) == WriteStatus.Written)
        && IsGone(await client.FindAsync(document.ActiveRunId!, cancellationToken));

    /// <summary>
    /// Puts a run that nothing moves any more on record with what is known of its steps, for the reason that <paramref name="message"/> gives. A run that has ended is only released, and told of.
    /// </summary>
    public async Task CloseAsync(DurableTaskClient client, RunDocument run, string message, CancellationToken cancellationToken)
    {
        LogTakenOver(run.Id, run.OwnerId);
        if (run.EndDate is not null)
        {
            await recorder.ReleaseAsync(run, cancellationToken);
            return;
        }

        var instance = await client.FindWholeAsync(run.Id, cancellationToken);
        await RecordAsync(run with { Steps = LiveStatus.Read(instance)?.ApplyTo(run) ?? run.Steps }, message, cancellationToken);
    }

    /// <summary>Puts a run on record that ended without its orchestration's doing.</summary>
    public async Task RecordAsync(RunDocument run, string message, CancellationToken cancellationToken)
    {
        var ended = End(run, message, time.GetUtcNow().UtcDateTime);

        // Of one that waits for its next try the retries count that: it has nothing at its target, but that try may have been asked for all the same.
        var cutOff = run.Steps
            .Where(step => step.Status == StepStatus.Running)
            .ToDictionary(step => step.Referrer, step => step.Retries + 1, StringComparer.Ordinal);
        await recorder.RecordInterruptedAsync(ended, cutOff, cancellationToken);
    }

    /// <summary>Whether a run that has ended was interrupted before any of its steps began.</summary>
    public static bool IsBeforeBeginning(RunDocument ended) =>
        ended.Result?.Message == Message && ended.Steps.All(step => step.Status is StepStatus.NotRun or StepStatus.Skipped);

    /// <summary>The run as it stands once nothing moves it any more.</summary>
    public static RunDocument End(RunDocument run, string message, DateTime now) => run with
    {
        EndDate = now,
        Result = new RunResult(false, message, RunErrorCodes.Internal),
        Steps = [.. run.Steps.Select(step => step.Status switch
        {
            StepStatus.Pending => step with { Status = StepStatus.NotRun },
            StepStatus.Running => step with
            {
                Status = StepStatus.Cancelled,
                EndDate = now,
                Retries = step.TriesBegun - 1,
                RetryAt = null,
                Message = message,
                ErrorCode = RunErrorCodes.Internal,
            },
            _ => step,
        })],
    };

    private static bool IsGone(OrchestrationMetadata? instance) => instance is null or { IsCompleted: true };

    private bool IsOnItsWay(DateTime? since, TimeSpan grace) => time.GetUtcNow().UtcDateTime - since < grace;

    [LoggerMessage(1508, LogLevel.Warning, "Run {RunId} of {OwnerId} has no orchestration any more; its lock is released.")]
    private partial void LogTakenOver(string runId, string ownerId);
}
