using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

/// <summary>
/// Deletes runs that are older than the retention. The ids of runs begin with the time of their start, and a step's run has the time of its flow's, so the old
/// ones are a range of the table's keys: nothing is scanned, and runs of deleted flows and integrations are found like any other. A run goes out of its
/// owner's history first and its record goes last: what is cut off goes on the next time.
/// </summary>
public sealed partial class RunPurge(
    RunStore runs, RunHistory history, DumpStore dumps, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RunPurge> logger)
{
    /// <summary>For the rows, again for the orchestrations that are over, and again for those that are not: all fit the Functions host's limit of 10 minutes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>From a run's end, and since its orchestration has last moved, until that is taken for forgotten. Nothing of an ended run takes as long.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);

    /// <summary>Of an orchestration that is ended because its run is over.</summary>
    public const string ForgottenMessage = "Its run is over";

    /// <summary>Before this there was no such application; backends do not take an open beginning alike.</summary>
    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly OrchestrationRuntimeStatus[] Over =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    private static readonly OrchestrationRuntimeStatus[] NotOver = [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended];

    /// <summary>Deletes what is due, for as long as it may take.</summary>
    /// <returns>How many runs were deleted.</returns>
    public async Task<int> PurgeAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.Retention;
        var (purged, isComplete) = await PurgeRunsAsync(before, cancellationToken);
        var filter = new PurgeInstancesFilter(Beginning, before, Over) { Timeout = Patience };
        var instances = await client.PurgeAllInstancesAsync(filter, cancellationToken);
        LogPurged(purged, instances.PurgedInstanceCount, before, isComplete);
        await EndForgottenAsync(client, cancellationToken);
        return purged;
    }

    /// <summary>
    /// Ends orchestrations of runs that are over, which would stand in the hub as running for ever: the run's does not end before all that it has asked for has answered
    /// (TaskOrchestrationExecutor, HasOpenTasks), such as a wait that lost the message which ends it (<see cref="Wakes"/>). They are purged by their age, as all that are over: the provider purges none
    /// that is not.
    /// </summary>
    private async Task EndForgottenAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var ended = 0;
        var before = time.GetUtcNow() - ForgottenAfter;
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The backend goes through all its instances for the few that are open: most pages of its answer are empty.
            await foreach (var open in client.GetAllInstancesAsync(new OrchestrationQuery(Beginning, before, NotOver)).WithCancellation(either.Token))
            {
                ended += open.LastUpdatedAt <= before && await TryEndForgottenAsync(client, open.InstanceId, before, either.Token) ? 1 : 0;
            }
        }
        catch (Exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogForgottenLeft(Patience);
        }

        if (ended > 0)
        {
            LogForgotten(ended);
        }
    }

    /// <returns>Whether it was forgotten, and is ended.</returns>
    private async Task<bool> TryEndForgottenAsync(DurableTaskClient client, string instanceId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            if (!await IsOverSinceAsync(AwaitStep.RunIdOf(instanceId), before, cancellationToken))
            {
                return false;
            }

            await client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(ForgottenMessage), cancellationToken);
            return true;
        }
        catch (Exception exception) when (IsOfOne(exception, cancellationToken))
        {
            LogNotEnded(instanceId, exception);
            return false;
        }
    }

    /// <summary>Whether a run has ended then, or before, or is on record no more.</summary>
    private async Task<bool> IsOverSinceAsync(string runId, DateTimeOffset before, CancellationToken cancellationToken) =>
        await runs.GetAsync(runId, cancellationToken) is not { } run || run.EndDate <= before.UtcDateTime;

    /// <summary>Storage that is away is so for all of them; what is wrong with one holds up no other.</summary>
    private static bool IsOfOne(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && !StorageFaults.IsUnavailable(exception, cancellationToken);

    private async Task<(int Purged, bool IsComplete)> PurgeRunsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var (purged, failed) = (0, 0);
        var trimmed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var runId in runs.IdsBeforeAsync(before, cancellationToken))
        {
            if (time.GetElapsedTime(began) >= Patience)
            {
                return (purged, false);
            }

            try
            {
                purged += await PurgeAsync(runId, before, trimmed, cancellationToken);
            }
            catch (Exception exception) when (IsOfOne(exception, cancellationToken))
            {
                failed++;
                LogNotPurged(runId, exception);
            }
        }

        return (purged, failed == 0);
    }

    /// <returns>How many runs were deleted: one, and those of a flow run's steps.</returns>
    private async Task<int> PurgeAsync(string runId, DateTimeOffset before, HashSet<string> trimmed, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string OwnerId, string RunId)> ofSteps = [];
        if (await runs.GetAsync(runId, cancellationToken) is { } run)
        {
            // The id is only where to look.
            if (run.StartDate >= before.UtcDateTime)
            {
                return 0;
            }

            ofSteps = run.Kind == RunKind.Flow ? [.. run.Steps.Where(IntegrationRun.IsOf).Select(step => (step.Referrer, IntegrationRun.IdOf(runId, step.Referrer)))] : [];
            foreach (var (ownerId, id) in ofSteps.Prepend((run.OwnerId, runId)))
            {
                if (trimmed.Add(ownerId))
                {
                    await history.TrimAsync(ownerId, before, cancellationToken);
                }

                // Entries are numbered as they come in, and a long run's steps come in after a shorter one that started later: such a run waits for that one.
                if (await history.HasAsync(ownerId, id, cancellationToken))
                {
                    return 0;
                }
            }
        }

        foreach (var (_, id) in ofSteps)
        {
            await dumps.DeleteAsync(id, cancellationToken);
        }

        await dumps.DeleteAsync(runId, cancellationToken);
        await runs.DeleteAsync(runId, cancellationToken);
        return 1 + ofSteps.Count;
    }

    [LoggerMessage(1524, LogLevel.Warning, "Of runs that ended more than a day ago, {Orchestrations} orchestrations had not ended, for the hub had lost what they waited for; they were ended.")]
    private partial void LogForgotten(int orchestrations);

    [LoggerMessage(1525, LogLevel.Error, "Whether the run of orchestration {InstanceId} is over could not be found out, or it could not be ended; it is tried again in an hour, and holds up no other.")]
    private partial void LogNotEnded(string instanceId, Exception exception);

    [LoggerMessage(1527, LogLevel.Information, "The look for orchestrations that ended runs have left behind was not over after {Patience}, and begins anew in an hour.")]
    private partial void LogForgottenLeft(TimeSpan patience);

    [LoggerMessage(1522, LogLevel.Error, "The old run {RunId} could not be deleted; it is tried again in an hour, and holds up no other.")]
    private partial void LogNotPurged(string runId, Exception exception);

    [LoggerMessage(1520, LogLevel.Information, "Purged {Runs} runs and {Instances} orchestrations from before {Before}; all of them: {IsComplete}.")]
    private partial void LogPurged(int runs, int instances, DateTimeOffset before, bool isComplete);
}
