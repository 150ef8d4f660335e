using System.Collections.Concurrent;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

/// <summary>
/// Wakes the orchestrations of a run that stand still although something should have come, because it was lost (<see cref="Wakes"/> says how): they ask again for what they wait for, which is safe,
/// and go on. Thread-safe.
/// </summary>
public sealed partial class StandingRuns(IOptions<RunsOptions> options, TimeProvider time, ILogger<StandingRuns> logger)
{
    /// <summary>From wake to wake of the same run <see cref="After"/>, then twice as long each time, so many times.</summary>
    private const int LongestPauses = 3;

    /// <summary>Of a try, one after the other, none of which is there: no later one is looked for.</summary>
    private const int NextWaits = 2;

    /// <summary>Runs in which nothing is lost, by what was known of them then: until when they need not be looked at while nothing moves.</summary>
    private readonly ConcurrentDictionary<string, (DateTimeOffset MovedAt, DateTime Until)> _rests = new(StringComparer.Ordinal);

    /// <summary>Runs that were woken: how often, and until when they are not woken again. Where what they wait for is only late, more of it would make it later.</summary>
    private readonly ConcurrentDictionary<string, (int Times, DateTimeOffset Until)> _woken = new(StringComparer.Ordinal);

    /// <summary>
    /// How long an orchestration has not moved when it stands still, unless it waits for a time. Its activities take less, where storage is there: beyond their wait, one request of five minutes at
    /// the most, or one leg of a load. Those that wait for storage are there still when they are asked for again, which is as safe as a message that comes twice.
    /// </summary>
    public TimeSpan After => options.Value.InlineWait + options.Value.WakeAfter;

    /// <summary>Whether nothing of the run can be late yet, nor its time be over, by what was known of it at the last look, and it has not moved since.</summary>
    public bool Rests(OrchestrationMetadata run) => _rests.TryGetValue(run.InstanceId, out var rest) && rest.MovedAt == run.LastUpdatedAt && rest.Until > time.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Looks at a run whose orchestration was last seen when it had not moved for <see cref="After"/>. One whose time is over for <see cref="LostRuns.StuckAfter"/> is not woken any more: each wake moves
    /// it, and it is to be ended when it has stood still for as long.
    /// </summary>
    /// <param name="client">Of the hub.</param>
    /// <param name="run">What was seen of it.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Whether something was woken.</returns>
    public async Task<bool> TryWakeAsync(DurableTaskClient client, OrchestrationMetadata run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var late = now - After;
        if (Rests(run) || (_woken.TryGetValue(run.InstanceId, out var woken) && woken.Until > now))
        {
            return false;
        }

        _rests.TryRemove(run.InstanceId, out _);
        if (await client.GetInstanceAsync(run.InstanceId, getInputsAndOutputs: true, cancellationToken) is not { RuntimeStatus: OrchestrationRuntimeStatus.Running } whole
            || whole.LastUpdatedAt > late
            || StoredRunInput.Find(whole) is not { } input
            || LiveStatus.Read(whole) is not { } status
            || input.TimesOutAt + LostRuns.StuckAfter <= now.UtcDateTime)
        {
            return false;
        }

        var over = new List<string>();
        var isWaitWoken = false;
        var ownNextAt = input.TimesOutAt;
        var waitsNextAt = DateTime.MaxValue;
        var running = status.ApplyTo(input.Run).Where(step => step.Status == StepStatus.Running).ToList();
        var stands = running.Count == 0;
        foreach (var step in running)
        {
            if (step.RetryAt is { } retryAt)
            {
                ownNextAt = Earlier(ownNextAt, retryAt);
            }
            else if (await FindWaitAsync(client, input.Run.Id, step, cancellationToken) is var (wait, next) && wait is null or { IsCompleted: true })
            {
                // Its activity was asked for before the orchestration stood still, or its wait is over, or the one that was asked for has not begun.
                stands = true;
                over.AddRange(wait is null ? next : [wait.InstanceId, .. next]);
            }
            else if (NextAtOf(wait) is var nextAt && nextAt <= late.UtcDateTime)
            {
                if (HasMovedInVain(wait))
                {
                    stands = true;
                    over.AddRange([wait.InstanceId, .. next]);
                    continue;
                }

                isWaitWoken = true;
                LogWoken(wait.InstanceId, wait.LastUpdatedAt);
                await client.RaiseEventAsync(wait.InstanceId, RunFlow.WakeEvent, Array.Empty<string>(), cancellationToken);
            }
            else
            {
                waitsNextAt = Earlier(waitsNextAt, nextAt);
            }
        }

        if (stands || ownNextAt <= late.UtcDateTime)
        {
            LogWoken(run.InstanceId, whole.LastUpdatedAt);
            await client.RaiseEventAsync(run.InstanceId, RunFlow.WakeEvent, over.ToArray(), cancellationToken);
        }
        else if (!isWaitWoken)
        {
            _rests[run.InstanceId] = (whole.LastUpdatedAt, Earlier(ownNextAt, waitsNextAt) + After);
            return false;
        }

        // One that has gone on meanwhile has lost something else.
        var times = _woken.TryGetValue(run.InstanceId, out var before) && whole.LastUpdatedAt <= before.Until ? before.Times + 1 : 1;
        _woken[run.InstanceId] = (times, now + (After * Math.Pow(2, Math.Min(times - 1, LongestPauses))));
        return true;
    }

    /// <summary>Forgets all runs but those that are under way.</summary>
    public void Keep(IReadOnlySet<string> runIds)
    {
        foreach (var gone in _rests.Keys.Concat(_woken.Keys).Where(id => !runIds.Contains(id)))
        {
            _rests.TryRemove(gone, out _);
            _woken.TryRemove(gone, out _);
        }
    }

    /// <summary>
    /// The newest wait of the step's try, null where there is none; and the instances of those that may come next. Where the start of one was lost, and the run was woken, it has gone on without it:
    /// the one after it may be there, and may have lost something, too.
    /// </summary>
    private static async Task<(OrchestrationMetadata? Newest, IReadOnlyList<string> Next)> FindWaitAsync(DurableTaskClient client, string runId, StepRecord step, CancellationToken cancellationToken)
    {
        OrchestrationMetadata? newest = null;
        var missing = new List<string>();
        for (var wait = 1; missing.Count < NextWaits; wait++)
        {
            var id = AwaitStep.InstanceIdOf(runId, step.Referrer, step.TriesBegun, wait);
            if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken) is { } next)
            {
                newest = next;
                missing.Clear();
            }
            else
            {
                missing.Add(id);
            }
        }

        return (newest, missing);
    }

    /// <summary>
    /// Whether a wait was woken and still waits for the time that it waited for before: one that has lost an answer can neither end nor start over (<see cref="Wakes.HaveCome"/>), whatever it asks again.
    /// Its run goes on without it, and asks for itself.
    /// </summary>
    private bool HasMovedInVain(OrchestrationMetadata wait) => AsksAtOf(wait) + After <= wait.LastUpdatedAt.UtcDateTime;

    /// <summary>When a wait asks its target next, by its own word; null for one that an earlier version began, which does not say so.</summary>
    private static DateTime? AsksAtOf(OrchestrationMetadata wait) => wait.SerializedCustomStatus is null ? null : wait.ReadCustomStatusAs<DateTime?>();

    /// <summary>When a wait moves next, unless something is lost: it asks its target then, or has just done so.</summary>
    private static DateTime NextAtOf(OrchestrationMetadata wait)
    {
        var movedAt = wait.LastUpdatedAt.UtcDateTime;
        var asksAt = AsksAtOf(wait);
        return asksAt is null ? movedAt + BackOff.Longest
            : asksAt > movedAt ? asksAt.Value
            : movedAt;
    }

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    [LoggerMessage(1513, LogLevel.Warning, "Orchestration {InstanceId} has stood still since {Since:u} although something should have come; it asks again for what it waits for.")]
    private partial void LogWoken(string instanceId, DateTimeOffset since);
}
