using System.Collections.Concurrent;
using FlowFunctions.Core;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Storage;

namespace FlowFunctions.Schedules;

/// <summary>
/// All schedules' occurrences in a window of time, with what became of those that are past. These are worked out by the schedule as it is now, and so only since it was changed or
/// enabled last: what was before is in the histories of runs. Thread-safe.
/// </summary>
public sealed class OccurrenceCalendar(ScheduleStore schedules, Runnables runnables, RunStore runs, TimeProvider time)
{
    public static readonly TimeSpan MaximumWindow = TimeSpan.FromDays(62);

    /// <summary>In one window: hourly loads of 13 flows for 62 days. More are for nobody to look at, and would keep the service busy.</summary>
    public const int MaximumOccurrences = 20_000;

    private const int MaximumParallelReads = 16;

    /// <returns>A page, in the order of time; null where the window has more than <see cref="MaximumOccurrences"/>.</returns>
    internal async Task<ListPage<ScheduledOccurrenceResource>?> PageAsync(
        DateTimeOffset from, DateTimeOffset to, int limit, int offset, CancellationToken cancellationToken)
    {
        var all = new List<Occurrence>();
        foreach (var schedule in (await schedules.ListAsync(cancellationToken)).Where(schedule => schedule.IsEnabled))
        {
            all.AddRange(Of(schedule, from.UtcDateTime, to.UtcDateTime).Take(MaximumOccurrences + 1 - all.Count));
            if (all.Count > MaximumOccurrences)
            {
                return null;
            }
        }

        var page = all.OrderBy(one => one.At).ThenBy(one => one.Schedule.OwnerId, StringComparer.Ordinal).Skip(offset).Take(limit).ToList();
        var owners = await runnables.FindManyAsync([.. page.Select(one => one.Schedule.OwnerId).Distinct(StringComparer.Ordinal)], cancellationToken);
        var known = await RunsOfAsync(page.Where(one => !one.IsComing), cancellationToken);
        return new(
            [
                .. page.Where(one => owners.ContainsKey(one.Schedule.OwnerId))
                    .Select(one => ScheduledOccurrenceResource.Of(one, owners[one.Schedule.OwnerId].Name, known.GetValueOrDefault(one.RunId))),
            ],
            offset,
            all.Count);
    }

    private IEnumerable<Occurrence> Of(ScheduleDocument schedule, DateTime from, DateTime to)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = ResourceId.InstantOf(schedule.Version)?.UtcDateTime ?? now;
        var calendar = new ScheduleCalendar(schedule.Input);
        return calendar.Between(from > since ? from : since, to).Select(at => new Occurrence(schedule, calendar, at, at > now));
    }

    /// <summary>What is on record, by run.</summary>
    private async Task<IReadOnlyDictionary<string, RunDocument>> RunsOfAsync(IEnumerable<Occurrence> past, CancellationToken cancellationToken)
    {
        var known = new ConcurrentDictionary<string, RunDocument>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(past, options, async (occurrence, token) =>
        {
            if (await runs.GetAsync(occurrence.RunId, token) is { } run)
            {
                known[run.Id] = run;
            }
        });
        return known;
    }
}
