using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;

namespace FlowFunctions.Tests.Schedules;

[Needs(Need.Azurite)]
public sealed class ScheduleDispatcherTests(AzuriteFixture azurite)
{
    private static readonly DateTime Due = new(2026, 3, 29, 1, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Due_schedule_puts_a_message_and_moves_on()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        var id = await scope.AddScheduledAsync();
        scope.MoveTo("2026-03-29T01:00:00Z");

        await scope.DispatchAsync();

        var run = Assert.Single(await scope.MessagesAsync());
        Assert.Equal(new ScheduledRun(ResourceId.Derive(new DateTimeOffset(Due), id), id, RunKind.Integration, Due, "sue"), run);
        Assert.True(ResourceId.IsValid(run.RunId));
        Assert.Equal(new DateTime(2026, 3, 30, 0, 30, 0, DateTimeKind.Utc), (await scope.ScheduleAsync(id)).NextAt);
        Assert.Equal("1", (await scope.ScheduleAsync(id)).Version);
        Assert.Empty(await scope.Schedules.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Queue_that_somebody_deleted_is_made_again()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await scope.AddScheduledAsync();
        await scope.Queues.RunRequests.DeleteAsync(TestContext.Current.CancellationToken);
        scope.MoveTo("2026-03-29T01:00:00Z");

        await scope.DispatchAsync();

        Assert.Single(await scope.MessagesAsync());
        Assert.Empty(await scope.Schedules.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Order_of_a_run_waits_on_its_queue_for_as_long_as_the_application_is_down()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await scope.AddScheduledAsync();
        scope.MoveTo("2026-03-29T01:00:00Z");

        await scope.DispatchAsync();

        var message = (await scope.Queues.RunRequests.PeekMessageAsync(TestContext.Current.CancellationToken)).Value;
        Assert.InRange(message.ExpiresOn!.Value.Year, 2100, 9999);
    }

    [Fact]
    public async Task Schedule_is_not_taken_before_its_time_nor_twice()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await scope.AddScheduledAsync();

        scope.MoveTo("2026-03-29T00:59:58Z");
        await scope.DispatchAsync();
        Assert.Empty(await scope.MessagesAsync());

        scope.MoveTo("2026-03-29T01:00:00Z");
        await scope.DispatchAsync();
        await scope.DispatchAsync();
        Assert.Single(await scope.MessagesAsync());
    }

    // A platform's timer may fire some milliseconds before its minute.
    [Fact]
    public async Task Timer_that_fires_a_little_early_takes_what_is_due_on_its_minute()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await scope.AddScheduledAsync();
        scope.MoveTo("2026-03-29T00:59:59.980Z");

        await scope.DispatchAsync();
        scope.MoveTo("2026-03-29T01:00:00.100Z");
        await scope.DispatchAsync();

        Assert.Equal(Due, Assert.Single(await scope.MessagesAsync()).Occurrence);
    }

    [Fact]
    public async Task Of_many_processes_at_the_same_time_one_takes_each_schedule()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        foreach (var name in "abcdefgh")
        {
            await scope.AddScheduledAsync(name.ToString());
        }

        scope.MoveTo("2026-03-29T01:00:00Z");
        var others = Enumerable.Range(0, 4).Select(_ => scope.OfAnotherProcess()).ToList();
        await Task.WhenAll(others.Select(other => Task.Run(other.DispatchAsync)));

        // A message may be put twice, by the process that decided and one that found the decision; its run id is the same.
        var messages = await scope.MessagesAsync();
        Assert.Equal("abcdefgh".Select(name => RunInputs.Id(name.ToString())), messages.Select(run => run.OwnerId).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(8, messages.Select(run => run.RunId).Distinct().Count());
        Assert.Empty(await scope.Schedules.DueAsync(Due.AddHours(1), CancellationToken.None));
    }

    [Fact]
    public async Task What_is_due_is_found_without_looking_at_what_is_not()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        var id = await scope.AddScheduledAsync();
        foreach (var name in "bcdefghij")
        {
            await scope.AddScheduledAsync(name.ToString(), ScheduleScope.Daily("11:00"));
        }

        scope.MoveTo("2026-03-29T01:00:00Z");
        using var counter = new CountingTransport();
        Assert.Equal([id], await scope.OfAnotherProcess(counter).Schedules.DueAsync(Due, CancellationToken.None));
        Assert.Equal(1, counter.Requests);
    }

    [Fact]
    public async Task Missed_occurrences_within_the_window_become_one_run()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount(), window: TimeSpan.FromHours(3));
        var id = await scope.AddScheduledAsync(input: ScheduleScope.Hourly());
        scope.MoveTo("2026-03-28T15:30:00Z");

        await scope.DispatchAsync();

        Assert.Equal(new DateTime(2026, 3, 28, 15, 0, 0, DateTimeKind.Utc), Assert.Single(await scope.MessagesAsync()).Occurrence);
        Assert.Empty(await scope.HistoryAsync(id));
        Assert.Equal(new DateTime(2026, 3, 28, 16, 0, 0, DateTimeKind.Utc), (await scope.ScheduleAsync(id)).NextAt);
    }

    [Fact]
    public async Task Occurrences_older_than_the_window_are_recorded_once_with_their_number_and_the_latest_runs()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        var id = await scope.AddScheduledAsync(input: ScheduleScope.Hourly());
        scope.MoveTo("2026-03-29T15:30:00Z");

        await scope.DispatchAsync();

        Assert.Equal(new DateTime(2026, 3, 29, 15, 0, 0, DateTimeKind.Utc), Assert.Single(await scope.MessagesAsync()).Occurrence);
        var skipped = Assert.Single(await scope.HistoryAsync(id));
        Assert.Equal(
            new RunResult(false, "Skipped: 26 runs from 2026-03-28T13:00Z to 2026-03-29T14:00Z were missed for longer than the catch-up window of 1 hour", RunErrorCodes.Skipped),
            skipped.Result);
        Assert.Equal((new RunTrigger("sue", RunTrigger.Scheduled), true), (skipped.Trigger, skipped.EndDate is not null));
        Assert.Null((await scope.Integrations.GetAsync(id, CancellationToken.None))!.LatestRun);
    }

    [Fact]
    public async Task Single_occurrence_that_is_too_old_is_recorded_and_not_run()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        var id = await scope.AddScheduledAsync();
        scope.MoveTo("2026-03-29T02:00:01Z");

        await scope.DispatchAsync();

        Assert.Empty(await scope.MessagesAsync());
        Assert.Equal(
            "Skipped: the run of 2026-03-29T01:00Z was missed for longer than the catch-up window of 1 hour",
            Assert.Single(await scope.HistoryAsync(id)).Result?.Message);
    }

    [Fact]
    public async Task Last_occurrence_leaves_a_schedule_that_is_not_due_any_more()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        var id = await scope.AddScheduledAsync(input: ScheduleScope.Daily("01:30") with { EndDate = new(2026, 3, 29) });
        scope.MoveTo("2026-03-29T01:30:00Z");

        await scope.DispatchAsync();

        Assert.Single(await scope.MessagesAsync());
        Assert.Null((await scope.ScheduleAsync(id)).NextAt);
        Assert.Empty(await scope.Schedules.DueAsync(Due.AddYears(10), CancellationToken.None));
    }

    [Fact]
    public async Task Schedule_whose_owner_is_gone_is_dropped_when_it_comes_due()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        var id = await scope.AddScheduledAsync();
        await scope.Integrations.DeleteAsync((await scope.Integrations.GetAsync(id, CancellationToken.None))!, CancellationToken.None);
        scope.MoveTo("2026-03-29T01:00:00Z");

        await scope.DispatchAsync();

        Assert.Empty(await scope.MessagesAsync());
        Assert.Null(await scope.Schedules.GetAsync(id, CancellationToken.None));
        Assert.Empty(await scope.Schedules.DueAsync(Due.AddYears(10), CancellationToken.None));
    }

    [Fact]
    public async Task Schedule_that_cannot_be_read_holds_up_no_other()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await scope.AddScheduledAsync("a", ScheduleScope.Daily("13:00") with { Time = new(13, 0) });
        var id = await scope.AddScheduledAsync("b", ScheduleScope.Daily("13:00"));
        var broken = await scope.ScheduleAsync(RunInputs.Id("a"));
        await scope.Schedules.ReplaceAsync(broken, broken with { Input = broken.Input with { Timezone = "Gone/Zone" } }, pending: null, CancellationToken.None);
        scope.MoveTo("2026-03-28T13:00:00Z");

        await scope.DispatchAsync();

        Assert.Equal(id, Assert.Single(await scope.MessagesAsync()).OwnerId);
    }

    [Fact]
    public async Task What_cannot_be_sent_on_its_way_holds_up_no_other_and_is_kept()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        var stuck = await scope.AddScheduledAsync("a", ScheduleScope.Hourly());
        var other = await scope.AddScheduledAsync("b", ScheduleScope.Hourly());
        scope.MoveTo("2026-03-29T15:30:00Z");
        var record = ResourceId.Derive(new DateTimeOffset(2026, 3, 29, 14, 0, 0, TimeSpan.Zero), stuck);
        await scope.Tables.Runs.UpsertEntityAsync(new TableEntity(record, "run") { ["Document"] = "{" }, cancellationToken: TestContext.Current.CancellationToken);

        await scope.DispatchAsync();

        Assert.Equal(other, Assert.Single(await scope.MessagesAsync()).OwnerId);
        Assert.Equal(stuck, Assert.Single(await scope.Schedules.PendingAsync(CancellationToken.None)).Run?.OwnerId);

        await scope.Tables.Runs.DeleteEntityAsync(record, "run", cancellationToken: TestContext.Current.CancellationToken);
        await scope.DispatchAsync();
        Assert.Equal(stuck, Assert.Single(await scope.MessagesAsync()).OwnerId);
    }

    [Fact]
    public async Task Dispatch_that_is_given_up_says_so()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await scope.AddScheduledAsync();
        scope.MoveTo("2026-03-29T01:00:00Z");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scope.Dispatcher.DispatchAsync(new CancellationToken(canceled: true)));

        Assert.Empty(await scope.MessagesAsync());
    }

    // One second early and no more: the next look is a minute later.
    [Theory]
    [InlineData("2026-03-29T00:59:59Z", 1)]
    [InlineData("2026-03-29T00:59:58.999Z", 0)]
    public async Task Schedule_is_due_from_a_second_before_its_time(string now, int messages)
    {
        var scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await scope.AddScheduledAsync();
        scope.MoveTo(now);

        await scope.DispatchAsync();

        Assert.Equal(messages, (await scope.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_at_any_storage_call_loses_no_occurrence_and_doubles_none(bool isCarriedOut)
    {
        var account = azurite.NewAccount();
        var counted = await DueAsync(account);
        using var counter = new FaultingTransport(0, isCarriedOut);
        await counted.OfAnotherProcess(counter).DispatchAsync();
        await counted.MessagesAsync();
        Assert.InRange(counter.Requests, 6, 40);

        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            var scope = await DueAsync(account);
            var id = RunInputs.Id("a");
            using var transport = new FaultingTransport(broken, isCarriedOut);
            try
            {
                await scope.OfAnotherProcess(transport).DispatchAsync();
            }
            catch (Azure.RequestFailedException)
            {
                // As when the process ends there.
            }

            scope.Time.Advance(TimeSpan.FromMinutes(1));
            await scope.DispatchAsync();

            var occurrences = (await scope.MessagesAsync()).Select(run => (run.RunId, run.Occurrence)).Distinct().ToList();
            Assert.True(occurrences is [(_, var occurrence)] && occurrence == new DateTime(2026, 3, 29, 15, 0, 0, DateTimeKind.Utc), $"Request {broken}: {string.Join(", ", occurrences)}");
            Assert.StartsWith("Skipped: 26 runs", Assert.Single(await scope.HistoryAsync(id)).Result?.Message, StringComparison.Ordinal);
            Assert.Equal(new DateTime(2026, 3, 29, 16, 0, 0, DateTimeKind.Utc), (await scope.ScheduleAsync(id)).NextAt);
            Assert.Empty(await scope.Schedules.PendingAsync(CancellationToken.None));
        }
    }

    /// <summary>A schedule with an occurrence to run and others that were missed.</summary>
    private static async Task<ScheduleScope> DueAsync(string account)
    {
        var scope = await ScheduleScope.CreateAsync(account);
        await scope.AddScheduledAsync(input: ScheduleScope.Hourly());
        scope.MoveTo("2026-03-29T15:30:00Z");
        return scope;
    }
}
