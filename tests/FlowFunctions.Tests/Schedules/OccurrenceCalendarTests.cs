using FlowFunctions.Core;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Schedules;

/// <summary>The clock stands at 2026-03-28 12:00 UTC until a test turns it.</summary>
[Needs(Need.Azurite)]
public sealed class OccurrenceCalendarTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private ScheduleScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The hours from 13:00 to 16:00 are missed, that of 17:00 runs; the entry of the missed ones is that of 16:00.</summary>
    [Theory]
    [InlineData("13:00", "18:00", 100, 0, "13 skipped", "14 skipped", "15 skipped", "16 skipped", "17 unknown")]
    [InlineData("13:00", "15:00", 100, 0, "13 skipped", "14 skipped")]
    [InlineData("13:00", "18:00", 2, 1, "14 skipped", "15 skipped")]
    public async Task Occurrences_that_were_missed_together_are_all_skipped_whatever_page_they_are_on(string from, string to, int limit, int offset, params string[] expected)
    {
        var owner = await AddAsync("a", ScheduleScope.Hourly());
        _scope.MoveTo("2026-03-28T17:30:00Z");
        await _scope.DispatchAsync();

        var page = (await CalendarOf(_scope).PageAsync(At(from), At(to), limit, offset, Cancel))!.Items;

        Assert.Equal(expected, page.Select(one => $"{one.Date:HH} {(one.State == OccurrenceState.Skipped ? "skipped" : "unknown")}"));
        Assert.All(page.Where(one => one.State == OccurrenceState.Skipped), one => Assert.Equal((Occurrence.IdOf(owner, At("16:00").UtcDateTime), "skipped"), (one.RunId, one.Outcome)));
    }

    /// <summary>What ran before the occurrences were missed, and what somebody started by hand since, are not behind the same entry.</summary>
    [Fact]
    public async Task Entry_of_missed_occurrences_stands_for_no_others()
    {
        var owner = await AddAsync("a", ScheduleScope.Hourly());
        _scope.MoveTo("2026-03-28T13:00:30Z");
        await _scope.DispatchAsync();
        _scope.MoveTo("2026-03-28T17:30:00Z");
        await _scope.DispatchAsync();
        await _scope.History.PutAsync(Run(ResourceId.New(At("14:30")), owner), Cancel);

        var page = (await CalendarOf(_scope).PageAsync(At("13:00"), At("15:00"), 100, 0, Cancel))!.Items;

        Assert.Equal([OccurrenceState.Unknown, OccurrenceState.Skipped], page.Select(one => one.State));
    }

    /// <summary>Between its dispatch and its record, and as long as its run goes on, which is in no history until it ends.</summary>
    [Fact]
    public async Task Occurrence_that_was_sent_on_its_way_starts_then_runs_and_is_unknown_only_when_it_should_have_been_on_record()
    {
        var owner = await AddAsync("a", ScheduleScope.Hourly());
        _scope.MoveTo("2026-03-28T13:00:02Z");
        await _scope.DispatchAsync();
        var sent = await StateAsync();
        _scope.MoveTo("2026-03-28T13:06:00Z");
        var lost = await StateAsync();
        var run = Run(Occurrence.IdOf(owner, At("13:00").UtcDateTime), owner);
        Assert.True(await _scope.Runs.TryAddAsync(run, Cancel));
        var going = await StateAsync();

        Assert.Equal(
            [(OccurrenceState.Starting, null, null), (OccurrenceState.Unknown, null, null), (OccurrenceState.Started, run.Id, "running")],
            [sent, lost, going]);

        async Task<(OccurrenceState, string?, string?)> StateAsync()
        {
            var one = Assert.Single((await CalendarOf(_scope).PageAsync(At("13:00"), At("14:00"), 100, 0, Cancel))!.Items);
            return (one.State, one.RunId, one.Outcome);
        }
    }

    /// <summary>Not one for each occurrence, and none for each owner's document: a month of a hundred loads would keep storage busy at every poll.</summary>
    [Fact]
    public async Task Page_costs_two_reads_for_each_owner_that_has_run_and_three_besides()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            var owner = await AddAsync(name, ScheduleScope.Hourly(), ScheduleScope.At("2026-03-30T13:00:00Z").UtcDateTime);
            await _scope.History.PutAsync(Run(Occurrence.IdOf(owner, At("14:00").UtcDateTime), owner), Cancel);
        }

        _scope.MoveTo("2026-03-30T12:30:00Z");
        var counted = new CountingTransport();
        var calendar = CalendarOf(_scope.OfAnotherProcess(counted));
        var first = (await calendar.PageAsync(At("12:30"), At("18:00"), 100, 0, Cancel))!;
        counted.Reset();

        var page = (await calendar.PageAsync(At("12:30"), At("18:00"), 100, 0, Cancel))!;

        Assert.Equal(15, page.TotalSize);
        Assert.Equal(3, page.Items.Count(one => one.RunId is not null));
        Assert.Equal(first.Items, page.Items);

        // The schedules, the version of the integrations' list, and the owners' histories.
        Assert.Equal(1 + 1 + (2 * 3), counted.Requests);
    }

    private static DateTimeOffset At(string time) => ScheduleScope.At($"2026-03-28T{time}:00Z");

    private static OccurrenceCalendar CalendarOf(ScheduleScope scope) => new(scope.Schedules, scope.Owners, scope.History, scope.Runs, Options.Create(new RunsOptions()), scope.Time);

    private static RunDocument Run(string id, string owner) => new()
    {
        Id = id,
        Kind = RunKind.Integration,
        OwnerId = owner,
        Name = "a",
        Trigger = new("sue", RunTrigger.Scheduled),
        TraceId = "trace",
        StartDate = ScheduleScope.Start,
    };

    /// <summary>A schedule that is as old as the clock says.</summary>
    private async Task<string> AddAsync(string name, ScheduleInput input, DateTime? nextAt = null)
    {
        var owner = await _scope.AddScheduledAsync(name, input);
        var schedule = await _scope.ScheduleAsync(owner);
        var next = schedule with { Version = ResourceId.New(_scope.Time.GetUtcNow()), NextAt = nextAt ?? schedule.NextAt };
        Assert.NotNull(await _scope.Schedules.ReplaceAsync(schedule, next, pending: null, Cancel));
        return owner;
    }
}
