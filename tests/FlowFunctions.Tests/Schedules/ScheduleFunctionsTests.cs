using System.Reflection;
using System.Text.Json;
using FlowFunctions.Core;
using FlowFunctions.Definitions;
using FlowFunctions.Schedules;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Schedules;

[Needs(Need.Azurite)]
public sealed class ScheduleFunctionsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly string Id = RunInputs.Id("a");
    private static readonly ScheduledRun Run = new(
        ResourceId.Derive(new DateTimeOffset(ScheduleScope.Start), Id), Id, RunKind.Integration, ScheduleScope.Start, "sue");

    private readonly FakeOrchestrations _orchestrations = new();
    private readonly StorageReadiness _storage = new();
    private ScheduleScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ScheduleFunctions Functions => new(_scope.Dispatcher, _scope.Starter, _storage, NullLogger<ScheduleFunctions>.Instance);

    public async ValueTask InitializeAsync()
    {
        _scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await _scope.AddScheduledAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Timer_sends_what_is_due_on_its_way_once_storage_is_ready()
    {
        _scope.MoveTo("2026-03-29T01:00:00Z");

        var dispatching = Functions.DispatchAsync(new TimerInfo(), Cancel);
        Assert.False(dispatching.IsCompleted);
        _storage.MarkReady();
        await dispatching;

        Assert.Equal(Id, Assert.Single(await _scope.MessagesAsync()).OwnerId);
    }

    [Fact]
    public async Task Message_starts_its_run_once_storage_is_ready()
    {
        var starting = StartAsync(JsonSerializer.Serialize(Run, StorageJson.Options));
        Assert.False(starting.IsCompleted);
        _storage.MarkReady();
        await starting;

        Assert.Equal(Run.RunId, Assert.Single(_orchestrations.Scheduled).Run.Id);
    }

    /// <summary>What would be begun is not there yet.</summary>
    [Fact]
    public void Nothing_is_begun_before_storage_is_ready()
    {
        var functions = new ScheduleFunctions(null!, null!, _storage, NullLogger<ScheduleFunctions>.Instance);
        var message = JsonSerializer.Serialize(Run, StorageJson.Options);

        Task[] calls =
        [
            functions.DispatchAsync(new TimerInfo(), Cancel),
            functions.StartAsync(message, _orchestrations.Client, Cancel),
            functions.GiveUpAsync(message, _orchestrations.Client, Cancel),
        ];

        Assert.All(calls, call => Assert.False(call.IsCompleted));
    }

    [Fact]
    public void Timer_looks_what_is_due_on_every_full_minute() => Assert.Equal(
        "0 * * * * *",
        typeof(ScheduleFunctions).GetMethod(nameof(ScheduleFunctions.DispatchAsync))!.GetParameters()[0].GetCustomAttribute<TimerTriggerAttribute>()?.Schedule);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task Message_that_is_no_scheduled_run_fails_at_each_try_and_is_dropped_after_the_last(string message)
    {
        _storage.MarkReady();

        await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(message));
        await GiveUpAsync(message);

        Assert.Empty(_orchestrations.Scheduled);
        Assert.Empty(await _scope.HistoryAsync(Id));
    }

    [Fact]
    public async Task Run_whose_message_failed_at_each_try_is_given_up_once_storage_is_ready()
    {
        var givingUp = GiveUpAsync(JsonSerializer.Serialize(Run, StorageJson.Options));
        Assert.False(givingUp.IsCompleted);
        _storage.MarkReady();
        await givingUp;

        var run = Assert.Single(await _scope.HistoryAsync(Id));
        Assert.Equal(
            (Run.RunId, RunKind.Integration, Id, "a", Run.Trigger, Run.RunId, ScheduleScope.Start),
            (run.Id, run.Kind, run.OwnerId, run.Name, run.Trigger, run.TraceId, run.StartDate));
    }

    [Fact]
    public async Task Run_that_has_ended_or_whose_owner_is_gone_is_not_given_up()
    {
        _storage.MarkReady();
        await GiveUpAsync(JsonSerializer.Serialize(Run with { OwnerId = RunInputs.Id("z") }, StorageJson.Options));
        Assert.Null(await _scope.Runs.GetAsync(Run.RunId, Cancel));

        await _scope.Skipped.RecordBusyAsync(Run, "other", Cancel);
        await GiveUpAsync(JsonSerializer.Serialize(Run, StorageJson.Options));

        Assert.Equal(
            "Skipped: the previous run other was still going at 2026-03-28T12:00Z",
            Assert.Single(await _scope.HistoryAsync(Id)).Result?.Message);
    }

    [Fact]
    public async Task Flow_of_a_message_is_started_as_a_flow()
    {
        _storage.MarkReady();

        // There is an integration with this id, and no flow.
        await StartAsync(JsonSerializer.Serialize(Run with { OwnerKind = RunKind.Flow }, StorageJson.Options));

        Assert.Empty(_orchestrations.Scheduled);
    }

    private Task StartAsync(string message) => Functions.StartAsync(message, _orchestrations.Client, Cancel);

    private Task GiveUpAsync(string message) => Functions.GiveUpAsync(message, _orchestrations.Client, Cancel);
}
