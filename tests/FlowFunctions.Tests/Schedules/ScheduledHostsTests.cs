using Azure.Storage.Queues;
using FlowFunctions.Core;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Schedules;

/// <summary>Schedules in the whole application: timer, queue, runs.</summary>
[Needs(Need.App)]
[TakesLong]
public sealed class ScheduledHostsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private ScriptedEndpoint _endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await ScriptedEndpoint.StartAsync();
        _endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}"""));
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    /// <summary>
    /// In London 01:00 UTC on 29 March 2026 is when 01:00 becomes 02:00, and on 25 October when 02:00 becomes 01:00. Three hosts share the
    /// nights; each ends in the middle of one.
    /// </summary>
    [Fact]
    public async Task Three_hosts_one_after_another_run_each_occurrence_once_through_two_changes_of_the_clocks()
    {
        const string Spring = """{"name":"Spring","type":"hourly","timezone":"Europe/London","fromTime":"22:00","toTime":"04:00","startDate":"2026-03-28","endDate":"2026-03-29"}""";
        const string Autumn = """{"name":"Autumn","type":"hourly","timezone":"Europe/London","fromTime":"22:00","toTime":"04:00","startDate":"2026-10-24","endDate":"2026-10-25"}""";
        const string Daily = """{"name":"Daily","type":"daily","timezone":"Europe/London","time":"01:30","startDate":"2026-03-28","endDate":"2026-03-30"}""";
        const string DailyInAutumn = """{"name":"Daily","type":"daily","timezone":"Europe/London","time":"01:30","startDate":"2026-10-24","endDate":"2026-10-26"}""";
        var account = azurite.NewAccount();
        var time = new FakeTimeProvider(At("2026-03-27T12:00Z"));
        var owners = new Dictionary<string, DateTime[]>(StringComparer.Ordinal);

        await using (var host = await ScheduledHost.StartAsync(account, time))
        {
            foreach (var (name, schedule) in new[] { ("spring", Spring), ("autumn", Autumn), ("daily", Daily), ("daily-autumn", DailyInAutumn) })
            {
                var id = await host.CreateIntegrationAsync(name, $"{_endpoint.Url}/{name}");
                await host.ScheduleAsync(id, schedule);
                owners.Add(id, Occurrences((await host.Schedules.GetAsync(id, CancellationToken.None))!.Input));
            }

            await DriveAsync(host, time, owners, "2026-03-29T01:00Z");
        }

        await using (var host = await ScheduledHost.StartAsync(account, time))
        {
            await DriveAsync(host, time, owners, "2026-10-25T00:45Z");
        }

        await using (var host = await ScheduledHost.StartAsync(account, time))
        {
            await DriveAsync(host, time, owners, "2026-10-27T12:00Z");

            foreach (var (id, occurrences) in owners)
            {
                var runs = await host.RunsAsync(id);
                Assert.Equal(occurrences.Select(occurrence => ResourceId.Derive(new DateTimeOffset(occurrence), id)), runs.Select(run => run.Id));
                Assert.All(runs, run => Assert.Equal((true, RunTrigger.Scheduled, "sue"), (run.Result?.Success, run.Trigger.Source, run.Trigger.User)));
            }
        }

        Assert.Equal(owners.Values.Sum(occurrences => occurrences.Length), _endpoint.Received.Count);
        // Seven times a night; in spring the first night has two that become one instant.
        Assert.Equal([13, 14, 3, 3], owners.Values.Select(occurrences => occurrences.Length));
    }

    /// <summary>Downtime is what the timer's own record in storage says: as if it was to run an hour ago.</summary>
    [Fact]
    public async Task Occurrence_missed_in_downtime_runs_at_the_next_start()
    {
        var account = azurite.NewAccount();
        var time = new FakeTimeProvider(At("2026-03-28T12:00Z"));
        string id;
        await using (var host = await ScheduledHost.StartAsync(account, time))
        {
            id = await host.CreateIntegrationAsync("load", $"{_endpoint.Url}/load");
            await host.ScheduleAsync(id, """{"name":"Daily","type":"daily","timezone":"UTC","time":"13:00","startDate":"2026-01-01"}""");
        }

        // All timers at once, those among them whose functions need the task hub, which is not there before they have started.
        await TimerRecord.SetBackAsync(account, "DispatchSchedules", TimeSpan.FromMinutes(1), TimeSpan.Zero);
        await TimerRecord.SetBackAsync(account, "Watchdog", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));
        await TimerRecord.SetBackAsync(account, "PurgeExpired", TimeSpan.FromHours(1), TimeSpan.FromMinutes(17));
        time.SetUtcNow(At("2026-03-28T13:40Z"));
        await Wait.Until(() => SecondsToTheMinute() > 40);
        var beforeTheTimer = TimeSpan.FromSeconds(SecondsToTheMinute() - 1);
        await using var next = await ScheduledHost.StartAsync(account, time);
        await Wait.Until(async () => await next.RunsAsync(id) is [{ Result.Success: true }], beforeTheTimer);
    }

    /// <summary>Both look what is due, and either may take what is on the queue.</summary>
    [Fact]
    public async Task Two_hosts_at_the_same_time_run_an_occurrence_once()
    {
        var account = azurite.NewAccount();
        var time = new FakeTimeProvider(At("2026-03-28T12:59:55Z"));
        await using var first = await ScheduledHost.StartAsync(account, time);
        var id = await first.CreateIntegrationAsync("load", $"{_endpoint.Url}/load");
        await first.ScheduleAsync(id, """{"name":"Hourly","type":"hourly","timezone":"UTC","fromTime":"00:00","toTime":"23:00","startDate":"2026-01-01"}""");
        await using var second = await ScheduledHost.StartAsync(account, time);
        time.SetUtcNow(At("2026-03-28T13:00Z"));

        await Task.WhenAll(first.DispatchAsync(), second.DispatchAsync());
        await Wait.Until(async () => await first.RunsAsync(id) is [{ Result.Success: true }]);
        var requests = new QueueClient(account, StorageQueues.RunRequestsName);
        await Wait.Until(async () => (await requests.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);

        Assert.Single(await second.RunsAsync(id));
        Assert.Single(_endpoint.Received);
        Assert.Equal(At("2026-03-28T14:00Z").UtcDateTime, (await second.Schedules.GetAsync(id, CancellationToken.None))!.NextAt);
        Assert.Empty(await second.Schedules.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Request_that_failed_at_every_try_is_seen_in_the_run_history()
    {
        var account = azurite.NewAccount();
        await using var host = await ScheduledHost.StartAsync(account, TimeProvider.System);
        var id = await host.CreateIntegrationAsync("load", $"{_endpoint.Url}/load");
        var poison = new QueueClient(account, "run-requests-poison", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await poison.CreateIfNotExistsAsync();

        await poison.SendMessageAsync("not a request");
        await poison.SendMessageAsync($$"""{"runId":"{{ResourceId.Derive(new DateTimeOffset(ScheduleScope.Start), id)}}","ownerId":"{{id}}","ownerKind":"integration","occurrence":"2026-03-28T12:00:00Z","user":"sue"}""");

        var runs = await Wait.For(() => host.RunsAsync(id), runs => runs is [{ EndDate: not null }]);
        Assert.Equal(("Failed: the scheduled run could not be started", "sue"), (runs[0].Result?.Message, runs[0].Trigger.User));
        await Wait.Until(async () => (await poison.PeekMessagesAsync()).Value.Length == 0);
    }

    /// <summary>How long until the machine's clock is at the next full minute, when the timer comes anyway.</summary>
    private static double SecondsToTheMinute() => 60 - (TimeProvider.System.GetUtcNow().TimeOfDay.TotalSeconds % 60);

    private static DateTimeOffset At(string utc) => ScheduleScope.At(utc);

    private static DateTime[] Occurrences(ScheduleInput schedule)
    {
        var calendar = new ScheduleCalendar(schedule);
        var occurrences = new List<DateTime>();
        for (var next = calendar.Next(At("2026-03-27T12:00Z").UtcDateTime); next is { } occurrence; next = calendar.Next(occurrence))
        {
            occurrences.Add(occurrence);
        }

        return [.. occurrences];
    }

    /// <summary>Moves the clock to each occurrence up to an instant, has the timer's work done, and waits until the run has ended; then moves it to that instant.</summary>
    private static async Task DriveAsync(ScheduledHost host, FakeTimeProvider time, IReadOnlyDictionary<string, DateTime[]> owners, string until)
    {
        var end = At(until).UtcDateTime;
        var ahead = owners.Values.SelectMany(occurrences => occurrences).Distinct().Where(occurrence => occurrence > time.GetUtcNow().UtcDateTime && occurrence <= end);
        foreach (var occurrence in ahead.Order().ToList())
        {
            time.SetUtcNow(new DateTimeOffset(occurrence));
            await host.DispatchAsync();
            foreach (var (id, occurrences) in owners)
            {
                var expected = occurrences.Count(one => one <= occurrence);
                await Wait.Until(
                    async () =>
                    {
                        var runs = await host.RunsAsync(id);
                        return runs.Count == expected && runs.All(run => run.EndDate is not null) && await host.IsIdleAsync(id);
                    },
                    describe: () => $"{time.GetUtcNow():u}, {expected} runs of {id} after {occurrence:u}");
            }
        }

        if (end > time.GetUtcNow().UtcDateTime)
        {
            time.SetUtcNow(new DateTimeOffset(end));
        }
    }
}
