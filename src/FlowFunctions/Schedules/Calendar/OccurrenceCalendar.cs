using System.Collections.Concurrent;
using FlowFunctions.Core;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Schedules;

/// <summary>
/// All schedules' occurrences in a window of time, with what became of those that are past. These are worked out by the schedule as it is now, and so only since it was changed or
/// enabled last: what was before is in the histories of runs. Thread-safe.
/// </summary>
public sealed class OccurrenceCalendar(ScheduleStore schedules, Runnables runnables, RunHistory history, RunStore runs, IOptions<RunsOptions> options, TimeProvider time)
{
    public static readonly TimeSpan MaximumWindow = TimeSpan.FromDays(62);

    /// <summary>In one window: hourly loads of 13 flows for 62 days. More are for nobody to look at, and would keep the service busy.</summary>
    public const int MaximumOccurrences = 20_000;

    private const int MaximumParallelReads = 16;

    /// <returns>A page, in the order of time; null where the window has more than <see cref="MaximumOccurrences"/>.</returns>
    internal async Task<ListPage<ScheduledOccurrenceResource>?> PageAsync(
        DateTimeOffset from, DateTimeOffset to, int limit, int offset, CancellationToken cancellationToken)
    {
        var enabled = (await schedules.ListAsync(cancellationToken)).Where(schedule => schedule.IsEnabled).ToList();
        var names = await NamesAsync(enabled, cancellationToken);
        var all = new List<Occurrence>();
        foreach (var schedule in enabled.Where(schedule => names.ContainsKey(schedule.OwnerId)))
        {
            all.AddRange(Of(schedule, from.UtcDateTime, to.UtcDateTime).Take(MaximumOccurrences + 1 - all.Count));
            if (all.Count > MaximumOccurrences)
            {
                return null;
            }
        }

        var page = all.OrderBy(one => one.At).ThenBy(one => one.Schedule.OwnerId, StringComparer.Ordinal).Skip(offset).Take(limit).ToList();
        var known = await RunsOfAsync(page.Where(one => !one.IsComing), cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        return new(
            [.. page.Select(one => ScheduledOccurrenceResource.Of(one, names[one.Schedule.OwnerId], known.GetValueOrDefault(one.RunId), now))],
            offset,
            all.Count);
    }

    /// <summary>Of the owners, by id. A schedule whose owner is gone is deleted a little later, and runs nothing until then.</summary>
    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<ScheduleDocument> enabled, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in enabled.GroupBy(schedule => schedule.OwnerKind, schedule => schedule.OwnerId))
        {
            foreach (var (id, name) in await runnables.NamesAsync(kind.Key, [.. kind], cancellationToken))
            {
                names[id] = name;
            }
        }

        return names;
    }

    /// <summary>An occurrence that is due is still to come as long as nobody has sent it on its way: its schedule moves on with that.</summary>
    private IEnumerable<Occurrence> Of(ScheduleDocument schedule, DateTime from, DateTime to)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = ResourceId.InstantOf(schedule.Version)?.UtcDateTime ?? now;
        var calendar = new ScheduleCalendar(schedule.Input);
        return calendar.Between(from > since ? from : since, to).Select(at => new Occurrence(schedule, calendar, at, at > now || at >= schedule.NextAt));
    }

    /// <summary>What is on record, by the run that the occurrence starts.</summary>
    private async Task<IReadOnlyDictionary<string, RunDocument>> RunsOfAsync(IEnumerable<Occurrence> past, CancellationToken cancellationToken)
    {
        var known = new ConcurrentDictionary<string, RunDocument>(StringComparer.Ordinal);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(past.GroupBy(one => one.Schedule.OwnerId, StringComparer.Ordinal), parallel, async (owner, token) =>
        {
            foreach (var (runId, run) in await RunsOfAsync(owner.Key, [.. owner], token))
            {
                known[runId] = run;
            }
        });
        return known;
    }

    /// <summary>
    /// Of occurrences that were missed together, the last alone has an entry, which says from which on it stands for them. It may be behind the page: the first scheduled run after the page is
    /// read, too.
    /// </summary>
    /// <param name="ownerId">Of all of them.</param>
    /// <param name="past">In the order of time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task<IReadOnlyDictionary<string, RunDocument>> RunsOfAsync(string ownerId, IReadOnlyList<Occurrence> past, CancellationToken cancellationToken)
    {
        var last = past[^1].At;
        var entries = await history.FindAsync(
            ownerId, new(past[0].At, TimeSpan.Zero), id => Occurrence.AtOf(ownerId, id) is not null, id => Occurrence.AtOf(ownerId, id) > last, cancellationToken);
        var known = new Dictionary<string, RunDocument>(StringComparer.Ordinal);

        // By id: entries come in the order in which runs ended, and a long one may be between two that were missed.
        var next = entries.Values.Where(entry => Occurrence.AtOf(ownerId, entry.Id) > last).MinBy(entry => entry.Id, StringComparer.Ordinal);
        foreach (var occurrence in past.Reverse())
        {
            if (entries.TryGetValue(occurrence.RunId, out var own))
            {
                known[occurrence.RunId] = next = own;
            }
            else if (next?.MissedFrom <= occurrence.At)
            {
                known[occurrence.RunId] = next;
            }
        }

        if (await FindGoingAsync([.. past.Where(one => !known.ContainsKey(one.RunId))], cancellationToken) is { } going)
        {
            known[going.Id] = going;
        }

        return known;
    }

    /// <summary>
    /// A run that goes on is in no history yet. An owner has one at most, which is most probably that of the last occurrence of which nothing is there; where that has not started, or never will, the
    /// owner says which it is.
    /// </summary>
    /// <param name="unknown">Of one owner, in the order of time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task<RunDocument?> FindGoingAsync(IReadOnlyList<Occurrence> unknown, CancellationToken cancellationToken)
    {
        if (unknown is not [.., var newest] || time.GetUtcNow().UtcDateTime - newest.At > options.Value.MaxRunDuration)
        {
            return null;
        }

        var run = await runs.GetAsync(newest.RunId, cancellationToken);
        if (run is not null || unknown.Count == 1)
        {
            return run;
        }

        // It may have ended since its history was read.
        var owner = await runnables.GetAsync(newest.Schedule.OwnerKind, newest.Schedule.OwnerId, cancellationToken);
        var latest = owner?.ActiveRunId ?? owner?.LatestRun?.Id;
        return unknown.Any(one => one.RunId == latest) ? await runs.GetAsync(latest!, cancellationToken) : null;
    }
}
