using Azure.Core;
using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Schedules;

/// <summary>How schedules are sent on their way: what is told of it, what it costs, how many go at once, and where it stops.</summary>
[Needs(Need.Azurite)]
public sealed class ScheduleDispatchingTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly string Id = RunInputs.Id("a");
    private static readonly DateTime Due = new(2026, 3, 29, 1, 0, 0, DateTimeKind.Utc);

    private readonly FakeLogger<ScheduleDispatcher> _log = new();
    private ScheduleScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IEnumerable<string> Told => _log.Collector.GetSnapshot().Select(line => $"{line.Id.Id} {line.Message}");

    public async ValueTask InitializeAsync()
    {
        _scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await _scope.AddScheduledAsync();
        _scope.MoveTo("2026-03-29T01:00:00Z");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Schedule_that_is_taken_is_told_with_when_it_was_due_and_is_next()
    {
        await DispatcherOf(_scope).DispatchAsync(Cancel);

        Assert.Equal([$"1701 The schedule of {Id} was due at 2026-03-29 01:00:00Z (0 missed); next at 2026-03-30 00:30:00Z."], Told);
    }

    [Fact]
    public async Task Schedule_that_changes_while_it_is_taken_is_not_told_as_taken()
    {
        var read = await _scope.ScheduleAsync(Id);
        using var meanwhile = new InterleavingTransport(
            request => request.Method == RequestMethod.Post,
            () => _scope.Schedules.ReplaceAsync(read, read with { Version = "2", NextAt = Due.AddDays(2) }, pending: null, Cancel));

        await DispatcherOf(_scope.OfAnotherProcess(meanwhile)).DispatchAsync(Cancel);

        Assert.Empty(Told);
        Assert.Empty(await _scope.MessagesAsync());
    }

    /// <summary>Of what is due, of the schedule and its owner, its deletion, and of what is to be done.</summary>
    [Fact]
    public async Task Schedule_whose_owner_is_gone_is_told_and_costs_five_requests()
    {
        await _scope.Integrations.DeleteAsync((await _scope.Integrations.GetAsync(Id, Cancel))!, Cancel);
        using var counted = new CountingTransport();

        await DispatcherOf(_scope.OfAnotherProcess(counted)).DispatchAsync(Cancel);

        Assert.Equal([$"1702 {Id} does not exist any more; its schedule is deleted."], Told);
        Assert.Equal(5, counted.Requests);
    }

    [Fact]
    public async Task Eight_schedules_are_taken_at_the_same_time()
    {
        foreach (var name in "bcdefgh")
        {
            await _scope.AddScheduledAsync(name.ToString());
        }

        _scope.MoveTo("2026-03-30T01:00:00Z");
        using var gathering = new GatheringTransport(
            8, request => request.Method == RequestMethod.Get && request.Uri.ToString().Contains("schedule-", StringComparison.Ordinal));

        await DispatcherOf(_scope.OfAnotherProcess(gathering)).DispatchAsync(Cancel);

        Assert.Equal(8, (await _scope.MessagesAsync()).Count);
    }

    /// <summary>The process is told to stop when a schedule has been read, and before it moves on.</summary>
    [Fact]
    public async Task Schedule_is_left_as_it_is_once_the_process_stops()
    {
        using var stop = new CancellationTokenSource();
        using var stopping = new InterleavingTransport(request => request.Method == RequestMethod.Post, stop.CancelAsync);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DispatcherOf(_scope.OfAnotherProcess(stopping)).DispatchAsync(stop.Token));

        Assert.Equal([Id], await _scope.Schedules.DueAsync(Due, Cancel));
        Assert.Empty(await _scope.Schedules.PendingAsync(Cancel));
    }

    private ScheduleDispatcher DispatcherOf(ScheduleScope scope) =>
        new(scope.Schedules, scope.Owners, scope.Skipped, scope.Queues, Options.Create(new SchedulesOptions { CatchUpWindow = TimeSpan.FromHours(1) }), scope.Time, _log);
}
