using Azure.Core;
using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
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

    /// <summary>The next has been sent on its way, and is not on record; or never was, as its order was lost.</summary>
    [Theory]
    [InlineData("14:00:02", nameof(OccurrenceState.Starting), true)]
    [InlineData("14:30:00", nameof(OccurrenceState.Unknown), true)]
    [InlineData("14:00:02", nameof(OccurrenceState.Starting), false)]
    public async Task Run_that_goes_on_past_the_next_occurrence_is_running(string now, string next, bool isGoing)
    {
        var owner = await AddAsync("a", ScheduleScope.Hourly(), At("15:00").UtcDateTime);
        var run = Run(Occurrence.IdOf(owner, At("13:00").UtcDateTime), owner);
        Assert.True(await _scope.Runs.TryAddAsync(run, Cancel));
        await _scope.Integrations.UpdateAsync(owner, integration => RunLock.Take(integration, run), Cancel);
        if (!isGoing)
        {
            // It ends between the look at its history and this one.
            await _scope.Integrations.UpdateAsync(owner, integration => RunLock.Release(integration, run with { EndDate = At("14:00").UtcDateTime, Result = new(true, "Success", null) }), Cancel);
        }

        _scope.MoveTo($"2026-03-28T{now}Z");

        var page = (await CalendarOf(_scope).PageAsync(At("13:00"), At("15:00"), 100, 0, Cancel))!.Items;

        Assert.Equal([(nameof(OccurrenceState.Started), run.Id, "running"), (next, null, null)], page.Select(one => (one.State.ToString(), one.RunId, one.Outcome)));
    }

    /// <summary>
    /// The run of 14:00 is long: those of 15:00 to 18:00 are missed and on record before it, and so are those of 20:00 to 22:00.
    /// </summary>
    [Fact]
    public async Task Entry_of_missed_occurrences_is_the_first_behind_the_page_however_late_others_ended()
    {
        var owner = await AddAsync("a", ScheduleScope.Hourly(), At("23:00").UtcDateTime);
        _scope.MoveTo("2026-03-28T22:30:00Z");
        foreach (var (occurrence, missedFrom) in new[] { ("18:00", "15:00"), ("22:00", "20:00") })
        {
            var missed = Run(Occurrence.IdOf(owner, At(occurrence).UtcDateTime), owner);
            await _scope.History.PutAsync(
                missed with { EndDate = missed.StartDate, MissedFrom = At(missedFrom).UtcDateTime, Result = new(false, "Skipped", RunErrorCodes.Skipped) }, Cancel);
        }

        await _scope.History.PutAsync(Run(Occurrence.IdOf(owner, At("14:00").UtcDateTime), owner), Cancel);

        var page = (await CalendarOf(_scope).PageAsync(At("13:00"), At("17:00"), 100, 0, Cancel))!.Items;

        Assert.Equal([OccurrenceState.Unknown, OccurrenceState.Started, OccurrenceState.Skipped, OccurrenceState.Skipped], page.Select(one => one.State));
        Assert.All(page.Skip(2), one => Assert.Equal(Occurrence.IdOf(owner, At("18:00").UtcDateTime), one.RunId));
    }

    /// <summary>Hourly loads of 20 flows for 1,000 hours, and a single one besides.</summary>
    [Fact]
    public async Task Window_of_20_000_occurrences_is_a_page_and_one_of_more_is_none()
    {
        foreach (var name in "abcdefghijklmnopqrst")
        {
            await _scope.AddScheduledAsync(name.ToString(), ScheduleScope.Hourly());
        }

        var end = At("13:00").AddHours(1000);

        Assert.Equal(20_000, (await CalendarOf(_scope).PageAsync(At("13:00"), end, 1, 0, Cancel))?.TotalSize);

        await _scope.AddScheduledAsync("u", ScheduleScope.Daily("13:30") with { EndDate = new(2026, 3, 28) });

        Assert.Null(await CalendarOf(_scope).PageAsync(At("13:00"), end, 1, 0, Cancel));
    }

    [Fact]
    public async Task Occurrences_of_the_same_instant_are_in_the_order_of_their_owners()
    {
        var second = await AddAsync("b", ScheduleScope.Hourly());
        var first = await AddAsync("a", ScheduleScope.Hourly());

        var page = (await CalendarOf(_scope).PageAsync(At("13:00"), At("15:00"), 100, 0, Cancel))!.Items;

        Assert.Equal([(13, first), (13, second), (14, first), (14, second)], page.Select(one => (one.Date.Hour, one.OwnerId)));
    }

    [Fact]
    public async Task Occurrence_of_this_very_instant_is_past_once_it_is_sent_on_its_way()
    {
        await AddAsync("a", ScheduleScope.Hourly(), At("14:00").UtcDateTime);
        _scope.MoveTo("2026-03-28T13:00:00Z");

        var page = (await CalendarOf(_scope).PageAsync(At("13:00"), At("15:00"), 100, 0, Cancel))!.Items;

        Assert.Equal([OccurrenceState.Starting, OccurrenceState.Coming], page.Select(one => one.State));
    }

    /// <summary>Since when it has been as it is, nobody knows.</summary>
    [Fact]
    public async Task Schedule_whose_version_tells_no_time_has_no_occurrences_before_now()
    {
        await _scope.AddScheduledAsync("a", ScheduleScope.Hourly());
        _scope.MoveTo("2026-03-28T12:30:00Z");

        var page = (await CalendarOf(_scope).PageAsync(At("10:00"), At("15:00"), 100, 0, Cancel))!.Items;

        Assert.Equal([13, 14], page.Select(one => one.Date.Hour));
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

    [Fact]
    public async Task Page_of_what_is_to_come_reads_no_history()
    {
        await AddAsync("a", ScheduleScope.Hourly());

        Assert.Equal(2, (await AddressesAsync("13:00", "18:00")).Count);
    }

    [Fact]
    public async Task Histories_of_runs_that_people_started_cost_one_read_and_two_for_a_run_that_may_go_on()
    {
        var owner = await AddAsync("a", ScheduleScope.Hourly(), At("18:00").UtcDateTime);
        await _scope.History.PutAsync(Run(ResourceId.New(At("14:30")), owner), Cancel);
        _scope.MoveTo("2026-03-28T17:30:00Z");

        Assert.Equal(2 + 1 + 2, (await AddressesAsync("13:00", "18:00")).Count);
    }

    /// <summary>Entries have numbers that count down from 9999999999.</summary>
    [Fact]
    public async Task No_entry_is_read_behind_the_first_one_after_the_page()
    {
        var owner = await AddAsync("a", ScheduleScope.Hourly(), At("18:00").UtcDateTime);
        foreach (var time in new[] { "14:00", "15:00", "16:00" })
        {
            await _scope.History.PutAsync(Run(Occurrence.IdOf(owner, At(time).UtcDateTime), owner), Cancel);
        }

        _scope.MoveTo("2026-03-28T17:30:00Z");

        var entries = (await AddressesAsync("13:00", "14:00")).Last(address => address.Contains("n99", StringComparison.Ordinal));

        Assert.Contains("n9999999998", entries, StringComparison.Ordinal);
        Assert.DoesNotContain("n9999999997", entries, StringComparison.Ordinal);
        Assert.DoesNotContain("n9999999996", entries, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histories_of_16_owners_are_read_at_the_same_time()
    {
        foreach (var name in "abcdefghijklmnop")
        {
            await AddAsync(name.ToString(), ScheduleScope.Hourly(), At("18:00").UtcDateTime);
        }

        _scope.MoveTo("2026-03-28T17:30:00Z");
        using var gathering = new GatheringTransport(16, IsOfHistory);

        Assert.Equal(16, (await CalendarOf(_scope.OfAnotherProcess(gathering)).PageAsync(At("13:00"), At("14:00"), 100, 0, Cancel))!.Items.Count);
    }

    [Fact]
    public async Task Page_that_nobody_waits_for_any_more_is_given_up()
    {
        await AddAsync("a", ScheduleScope.Hourly(), At("18:00").UtcDateTime);
        _scope.MoveTo("2026-03-28T17:30:00Z");
        using var stop = new CancellationTokenSource();
        using var stopping = new InterleavingTransport(IsOfHistory, stop.CancelAsync);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CalendarOf(_scope.OfAnotherProcess(stopping)).PageAsync(At("13:00"), At("14:00"), 100, 0, stop.Token));
    }

    private static bool IsOfHistory(Request request) => request.Uri.ToString().Contains("RunHistory", StringComparison.Ordinal);

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

    /// <summary>What a page costs in a process that has had one: the schedules, the version of the integrations' list, and what is read of histories.</summary>
    private async Task<IReadOnlyList<string>> AddressesAsync(string from, string to)
    {
        using var counted = new CountingTransport();
        var calendar = CalendarOf(_scope.OfAnotherProcess(counted));
        await calendar.PageAsync(At(from), At(to), 100, 0, Cancel);
        counted.Reset();
        Assert.NotEmpty((await calendar.PageAsync(At(from), At(to), 100, 0, Cancel))!.Items);
        return counted.Addresses;
    }

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
