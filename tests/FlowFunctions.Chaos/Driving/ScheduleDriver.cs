using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Driving;

/// <summary>Has one flow started by its schedule, again and again: the schedule is set to a minute that comes, and to another one when that has run.</summary>
internal sealed class ScheduleDriver(InstalledFlow flow, ChaosApi api, TrialClock clock, TimeProvider time)
{
    /// <summary>From the request for a schedule to its first time, at the least.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(45);

    /// <summary>A schedule that is there so long before its time is there in time.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Of the history; what is missed is on record under the time at which that was found, by a clock that may be wrong, so that the newest need not be the last to come.</summary>
    private const int Page = 1000;

    private readonly List<Occurrence> _occurrences = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>In the order of their times.</summary>
    public IReadOnlyList<Occurrence> Occurrences => _occurrences;

    /// <param name="isOver">Asked before each schedule: whether no further one is to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        var due = DateTimeOffset.MinValue;
        while (!isOver())
        {
            // A clock that is ahead may have run the minute already that is the next: the same minute again would be the same occurrence.
            var (next, last) = (NextMinute(time.GetUtcNow() + Ahead), due.AddMinutes(1));
            due = next > last ? next : last;
            var document = DocumentOf(due);
            var path = $"integrations/{flow.Id}/schedule";
            var answer = _occurrences.Count == 0 ? await api.PostAsync(path, document, cancellationToken) : await api.PutAsync(path, document, cancellationToken);

            // An earlier try has made it, and neither its answer nor that it was answered was kept.
            answer = answer is { Status: 409, Tries: > 1 } ? await api.PutAsync(path, document, cancellationToken) : answer;
            answer.Required("A schedule");
            _occurrences.Add(new((due - clock.Beginning).TotalSeconds, IsCertain: time.GetUtcNow() < due - InTime));
            await RanAsync(due, cancellationToken);
        }
    }

    private static DateTimeOffset NextMinute(DateTimeOffset instant) => new DateTimeOffset(instant.Year, instant.Month, instant.Day, instant.Hour, instant.Minute, 0, TimeSpan.Zero).AddMinutes(1);

    private JsonObject DocumentOf(DateTimeOffset due) => new()
    {
        ["integrationId"] = flow.Id,
        ["schedule"] = new JsonObject
        {
            ["name"] = flow.Shape.Name,
            ["type"] = "daily",
            ["timezone"] = "Etc/UTC",
            ["time"] = due.ToString("HH:mm", CultureInfo.InvariantCulture),
            ["startDate"] = due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        },
    };

    /// <summary>
    /// Returns when the occurrence has run, or is on record as skipped; and no sooner than it was to: a second run of the one before would count as its own, and it would be replaced before its time,
    /// so that nothing were missing.
    /// </summary>
    private async Task RanAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (_occurrences[^1] is { IsCertain: true, RunId: null } || (_occurrences[^1].IsCertain && time.GetUtcNow() < due))
        {
            await Task.Delay(AskAgainAfter, time, cancellationToken);
            var page = (await api.GetAsync($"integrationflows/{flow.Id}/runs?limit={Page}", cancellationToken)).Required("A history");
            foreach (var run in page["runs"]!.AsArray().Select(run => RunSeen.Of(run!, clock.Beginning)).Where(run => run is { IsScheduled: true, EndedAt: not null } && _known.Add(run.Id)))
            {
                // More than one of them is told when all is over.
                _occurrences[^1] = _occurrences[^1] with { EndSeen = _occurrences[^1].EndSeen ?? run };
            }
        }
    }
}
