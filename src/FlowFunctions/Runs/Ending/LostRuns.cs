using System.Collections.Concurrent;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

/// <summary>
/// Looks after the runs of all flows and integrations whose lock is held. One whose orchestration stands still is woken. One that will not end by itself, because its orchestration is gone or has
/// made no progress for long after its time was over, is put on record as failed, which tells those who want to know and releases the lock.
/// </summary>
public sealed partial class LostRuns(
    FlowStore flows,
    IntegrationStore integrations,
    Runnables runnables,
    RunStore runs,
    InterruptedRuns interrupted,
    StandingRuns standing,
    IOptions<RunsOptions> options,
    TimeProvider time,
    ILogger<LostRuns> logger) : IRepair
{
    public const string StuckMessage = $"{RunResult.BrokenOff}the run made no progress any more";

    /// <summary>From a lock to the orchestration; more than <see cref="RunLock.StartGrace"/>, after which a caller may take the lock over.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The same for a run that a schedule ordered: the order stays on its queue until the run has started, and is tried again for minutes (host.json,
    /// maxDequeueCount times visibilityTimeout), at once after downtime, and ten minutes after a host died with it (Azure/azure-webjobs-sdk pull request 2172: the trigger hides a message for so
    /// long, whatever is configured). Three of those, and some. The run is its, until then.
    /// </summary>
    public static readonly TimeSpan OrderGrace = TimeSpan.FromMinutes(35);

    /// <summary>
    /// For how long after its time an orchestration may stand still. A live one does not: its timer ends it, and the record of its end is tried at least every five minutes.
    /// </summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(30);

    /// <summary>Of the look at one run, and of its end. The watchdog has four minutes for all of them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>No look begins later in a turn: what is left of them comes first in the next.</summary>
    private static readonly TimeSpan LastLookAfter = TimeSpan.FromMinutes(2.5);

    /// <summary>One that could not be looked after comes behind all that were looked at within this: where several hang, theirs would be looked at by none else.</summary>
    private static readonly TimeSpan FailedBehind = TimeSpan.FromMinutes(15);

    /// <summary>
    /// When each owner's run was looked at the last time, or its lock was seen for the first time, and later than that where the look failed. One that a turn did not reach comes before those that it
    /// did, and before those that have come since.
    /// </summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _looks = new(StringComparer.Ordinal);

    public string Subject => "runs";

    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public async Task<int> RepairAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var failed = 0;
        var began = time.GetTimestamp();
        List<Held> owners =
        [
            .. (await flows.ListHeldAsync(cancellationToken)).Select(flow => new Held(RunKind.Flow, flow)),
            .. (await integrations.ListHeldAsync(cancellationToken)).Select(integration => new Held(RunKind.Integration, integration)),
        ];
        foreach (var owner in owners)
        {
            _looks.TryAdd(owner.Id, time.GetUtcNow());
        }

        standing.Keep(owners.Select(owner => owner.RunId).ToHashSet(StringComparer.Ordinal));
        foreach (var gone in _looks.Keys.Except(owners.Select(owner => owner.Id), StringComparer.Ordinal))
        {
            _looks.TryRemove(gone, out _);
        }

        var ended = await OneByOne.RepairAsync(
            owners.OrderBy(owner => _looks[owner.Id]).TakeWhile(_ => time.GetElapsedTime(began) <= LastLookAfter),
            async owner =>
            {
                var isEnded = await TryEndInTimeAsync(client, owner, cancellationToken);
                _looks[owner.Id] = time.GetUtcNow();
                return isEnded;
            },
            (owner, exception) =>
            {
                failed++;
                _looks[owner.Id] = time.GetUtcNow() + FailedBehind;
                LogNotLookedAfter(owner.RunId, owner.Id, exception);
            },
            cancellationToken);
        if (failed > 0)
        {
            LogFailed(failed, owners.Count);
        }

        return ended;
    }

    /// <summary>
    /// An orchestration in another hub cannot be seen from here, and of a run that an earlier version started the hub is not known. Once the longest run that there is is over, it makes no
    /// difference any more.
    /// </summary>
    private TimeSpan GraceOf(Runnable owner) =>
        !options.Value.TaskHub.Equals(owner.ActiveHub, StringComparison.OrdinalIgnoreCase) ? RunsOptions.MaximumRunDuration + StuckAfter
        : owner.LatestRun?.TriggerSource == RunTrigger.Scheduled ? OrderGrace
        : Grace;

    /// <exception cref="TimeoutException">It hangs.</exception>
    private async Task<bool> TryEndInTimeAsync(DurableTaskClient client, Held owner, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await TryEndAsync(client, owner, either.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Not done within {Patience}.", exception);
        }
    }

    private async Task<bool> TryEndAsync(DurableTaskClient client, Held owner, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(owner.RunId, cancellationToken) is { IsCompleted: false } instance)
        {
            if (standing.Rests(instance))
            {
                return false;
            }

            var stands = time.GetUtcNow() - instance.LastUpdatedAt;
            return (stands >= StuckAfter && await TryEndStuckAsync(client, owner, instance.LastUpdatedAt, cancellationToken))
                || (stands >= standing.After && await standing.TryWakeAsync(client, instance, cancellationToken));
        }

        // A run releases its lock before its orchestration is over: one that has just ended holds it no more. A lock that was given up has no time, and no grace.
        return await FindAsync(owner, cancellationToken) is { } document
            && !(time.GetUtcNow() - document.ActiveSince < GraceOf(document))
            && await interrupted.TryReleaseAsync(client, document, cancellationToken)
            && await FindAsync(owner, cancellationToken) is null;
    }

    /// <summary>The document; null where its run holds it no more.</summary>
    private async Task<Runnable?> FindAsync(Held owner, CancellationToken cancellationToken) =>
        await runnables.GetAsync(owner.Kind, owner.Id, cancellationToken) is { } document && document.ActiveRunId == owner.RunId ? document : null;

    private async Task<bool> TryEndStuckAsync(DurableTaskClient client, Held owner, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var runId = owner.RunId;
        if (await client.GetInstanceAsync(runId, getInputsAndOutputs: true, cancellationToken) is not { IsCompleted: false } whole
            || StoredRunInput.Find(whole) is not { } input
            || time.GetUtcNow().UtcDateTime < input.TimesOutAt + StuckAfter)
        {
            return false;
        }

        LogStuck(runId, owner.Id, since);
        await client.TerminateInstanceAsync(runId, new TerminateInstanceOptions(StuckMessage, Recursive: true), cancellationToken);
        await interrupted.CloseAsync(client, await runs.GetAsync(runId, cancellationToken) ?? input.Run, StuckMessage, cancellationToken);
        return true;
    }

    [LoggerMessage(1518, LogLevel.Error, "Whether run {RunId} of {OwnerId} goes on could not be found out, or it could not be ended; it is looked at again in five minutes.")]
    private partial void LogNotLookedAfter(string runId, string ownerId, Exception exception);

    [LoggerMessage(1519, LogLevel.Warning, "{Failed} of {All} runs could not be looked after by the watchdog.")]
    private partial void LogFailed(int failed, int all);

    [LoggerMessage(1512, LogLevel.Error, "Run {RunId} of {OwnerId} has made no progress since {Since:u} and its time is long over; it is ended.")]
    private partial void LogStuck(string runId, string ownerId, DateTimeOffset since);

    /// <summary>A flow or an integration whose lock a run holds.</summary>
    private sealed record Held(RunKind Kind, HeldDocument Document)
    {
        public string Id => Document.Id;

        public string RunId => Document.RunId;
    }
}
