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

    private readonly List<Occurrence> _occurrences = [];

    /// <summary>In the order of their times.</summary>
    public IReadOnlyList<Occurrence> Occurrences => _occurrences;

    /// <param name="isOver">Asked before each schedule: whether no further one is to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        while (!isOver())
        {
            var due = NextMinute(time.GetUtcNow() + Ahead);
            var document = DocumentOf(due);
            var path = $"integrations/{flow.Id}/schedule";
            (_occurrences.Count == 0 ? await api.PostAsync(path, document, cancellationToken) : await api.PutAsync(path, document, cancellationToken)).Required("A schedule");
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

    /// <summary>Returns when the occurrence has run, or is on record as skipped.</summary>
    private async Task RanAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (_occurrences[^1].IsCertain)
        {
            await Task.Delay(AskAgainAfter, cancellationToken);
            var page = (await api.GetAsync($"integrationflows/{flow.Id}/runs?limit=1", cancellationToken)).Required("A history");
            if (page["runs"]!.AsArray() is [{ } newest, ..] && RunSeen.Of(newest, due) is { EndedAt: not null, StartedAt: >= -1 })
            {
                return;
            }
        }
    }
}
