using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Outgoing;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Targets;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Targets.Anaplan.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Targets.Anaplan;

[Needs(Need.Azurite)]
public sealed class ModelQueueTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly ModelAddress Model = new("ws1", "m1");

    private RunScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _scope = await RunScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task First_come_has_its_turn_first()
    {
        var queue = Queue();

        Assert.Equal(new QueuePlace(true, 0, null), Look(await queue.EnterAsync(Model, Ticket("a"), Cancel)));
        Assert.Equal(new QueuePlace(false, 1, "Load a"), Look(await queue.EnterAsync(Model, Ticket("b"), Cancel)));
        Assert.Equal(new QueuePlace(false, 2, "Load a"), Look(await Queue().EnterAsync(Model, Ticket("c"), Cancel)));
        Assert.Equal(new QueuePlace(false, 1, "Load a"), Look(await queue.EnterAsync(Model, Ticket("b"), Cancel)));

        await queue.LeaveAsync(Model, "a", Cancel);
        Assert.Equal(new QueuePlace(false, 1, "Load b"), Look(await queue.EnterAsync(Model, Ticket("c"), Cancel)));
        Assert.Equal(new QueuePlace(true, 0, null), Look(await queue.EnterAsync(Model, Ticket("b"), Cancel)));
        Assert.Equal(new QueuePlace(false, 2, "Load b"), Look(await queue.EnterAsync(Model, Ticket("a"), Cancel)));
    }

    [Fact]
    public async Task Several_have_their_turn_where_that_is_set()
    {
        var queue = Queue(maxParallel: 2);

        Assert.True((await queue.EnterAsync(Model, Ticket("a"), Cancel)).IsTurn);
        Assert.Equal(new QueuePlace(true, 1, "Load a"), Look(await queue.EnterAsync(Model, Ticket("b"), Cancel)));
        Assert.False((await queue.EnterAsync(Model, Ticket("c"), Cancel)).IsTurn);
    }

    [Fact]
    public async Task Steps_that_share_a_file_or_an_action_take_turns_however_many_may_use_the_model()
    {
        var queue = Queue(maxParallel: 3);
        var first = Ticket("a") with { Claims = ["112000000001", "113000000001"] };
        var sameFile = Ticket("b") with { Claims = ["112000000002", "113000000001"] };
        var other = Ticket("c") with { Claims = ["112000000003", "113000000003"] };

        Assert.True((await queue.EnterAsync(Model, first, Cancel)).IsTurn);
        Assert.Equal(new QueuePlace(false, 1, "Load a"), Look(await queue.EnterAsync(Model, sameFile, Cancel)));
        Assert.True((await Queue(maxParallel: 3).EnterAsync(Model, other, Cancel)).IsTurn);
        Assert.False((await queue.EnterAsync(Model, sameFile, Cancel)).IsTurn);

        await queue.LeaveAsync(Model, "a", Cancel);
        Assert.True((await queue.EnterAsync(Model, sameFile, Cancel)).IsTurn);
        Assert.True((await queue.EnterAsync(Model, other, Cancel)).IsTurn);
    }

    /// <summary>Which actions a process runs only its model knows.</summary>
    [Fact]
    public async Task Process_has_the_model_to_itself_however_many_may_use_it()
    {
        var queue = Queue(maxParallel: 3);
        var import = Ticket("a") with { Claims = ["112000000001"] };
        var process = Ticket("b") with { Claims = ModelPlan.ClaimsOf(new() { WorkspaceId = "ws1", ModelId = "m1", ProcessId = "118000000001", Jobs = [] }) };
        var other = Ticket("c") with { Claims = ["112000000002"] };

        Assert.True((await queue.EnterAsync(Model, import, Cancel)).IsTurn);
        Assert.False((await queue.EnterAsync(Model, process, Cancel)).IsTurn);
        Assert.False((await queue.EnterAsync(Model, other, Cancel)).IsTurn);

        await queue.LeaveAsync(Model, "a", Cancel);
        Assert.True((await queue.EnterAsync(Model, process, Cancel)).IsTurn);
        Assert.False((await queue.EnterAsync(Model, other, Cancel)).IsTurn);

        await queue.LeaveAsync(Model, "b", Cancel);
        Assert.True((await queue.EnterAsync(Model, other, Cancel)).IsTurn);
    }

    [Fact]
    public async Task Models_do_not_wait_for_each_other()
    {
        var queue = Queue();

        Assert.True((await queue.EnterAsync(Model, Ticket("a"), Cancel)).IsTurn);
        Assert.True((await queue.EnterAsync(Model with { ModelId = "m2" }, Ticket("b"), Cancel)).IsTurn);
        Assert.False((await queue.EnterAsync(Model with { ModelId = "M1" }, Ticket("c"), Cancel)).IsTurn);
    }

    [Fact]
    public async Task Leaving_twice_or_without_a_place_changes_nothing()
    {
        var queue = Queue();
        await queue.LeaveAsync(Model, "a", Cancel);
        await queue.EnterAsync(Model, Ticket("a"), Cancel);
        await queue.EnterAsync(Model, Ticket("b"), Cancel);

        await queue.LeaveAsync(Model, "b", Cancel);
        await queue.LeaveAsync(Model, "b", Cancel);

        Assert.True((await queue.EnterAsync(Model, Ticket("a"), Cancel)).IsTurn);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Many_hosts_at_once_lose_no_turn_and_double_none(int maxParallel)
    {
        var (inside, most, served) = (0, 0, new ConcurrentQueue<string>());
        ModelQueue[] hosts = [Queue(maxParallel), Queue(maxParallel), Queue(maxParallel)];

        await Task.WhenAll(Enumerable.Range(0, 18).Select(async number =>
        {
            var (host, ticket) = (hosts[number % hosts.Length], Ticket($"step{number}"));

            // At-least-once: the same step may be there twice.
            await Task.WhenAll(host.EnterAsync(Model, ticket, Cancel), hosts[0].EnterAsync(Model, ticket, Cancel));
            await Wait.For(() => host.EnterAsync(Model, ticket, Cancel), place => place.IsTurn, TimeSpan.FromMinutes(2));
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            served.Enqueue(ticket.OperationId);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            await host.LeaveAsync(Model, ticket.OperationId, Cancel);
        }));

        Assert.Equal(18, served.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(most, 1, maxParallel);
        Assert.True((await hosts[0].EnterAsync(Model, Ticket("last"), Cancel)).IsTurn);
    }

    [Fact]
    public async Task Those_who_enter_at_once_are_served_in_the_order_of_their_places()
    {
        var hosts = Enumerable.Range(0, 3).Select(_ => Queue()).ToArray();
        var places = await Task.WhenAll(Enumerable.Range(0, 12).Select(async number => (Step: $"step{number}", (await hosts[number % 3].EnterAsync(Model, Ticket($"step{number}"), Cancel)).Ahead)));

        Assert.Equal(Enumerable.Range(0, 12), places.Select(place => place.Ahead).Order());
        foreach (var (step, _) in places.OrderBy(place => place.Ahead))
        {
            Assert.True((await hosts[0].EnterAsync(Model, Ticket(step), Cancel)).IsTurn);
            await hosts[1].LeaveAsync(Model, step, Cancel);
        }
    }

    [Theory]
    [InlineData("run ended", true)]
    [InlineData("run is gone", true)]
    [InlineData("step cancelled", true)]
    [InlineData("step ended", true)]
    [InlineData("next try begun", true)]
    [InlineData("this try begun", false)]
    [InlineData("run goes on", false)]
    public async Task Ticket_that_nobody_renews_is_dropped_once_nobody_waits_for_its_step(string what, bool isDropped)
    {
        var queue = Queue();
        var @try = new StepTry(what == "this try begun" ? 2 : 1);
        await queue.EnterAsync(Model, Ticket("a") with { OperationId = @try.OperationIdOf(RunIdOf("a"), "referrer-a") }, Cancel);
        if (what != "run is gone")
        {
            await _scope.Runs.PutAsync(Run(RunIdOf("a")) with { EndDate = what == "run ended" ? Start : null }, Cancel);
        }

        var handle = what switch
        {
            "step cancelled" => new StepHandle { IsCancelled = true },
            "step ended" => new StepHandle { End = new() { Outcome = new(StepOutcomeKind.Failure, "Timed out", RunErrorCodes.TimedOut) } },
            "next try begun" or "this try begun" => new StepHandle { Try = 2 },
            _ => null,
        };
        if (handle is not null)
        {
            Assert.NotNull(await _scope.Handles.TrySaveAsync(RunIdOf("a"), "referrer-a", handle, Cancel));
        }

        _scope.Time.Advance(ModelQueue.AskAfter);
        Assert.False((await queue.EnterAsync(Model, Ticket("b"), Cancel)).IsTurn);
        _scope.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(isDropped, (await queue.EnterAsync(Model, Ticket("b"), Cancel)).IsTurn);
    }

    [Fact]
    public async Task Row_of_abandoned_tickets_is_gone_through_at_once()
    {
        var queue = Queue();
        foreach (var step in new[] { "a", "b", "c", "d" })
        {
            await queue.EnterAsync(Model, Ticket(step), Cancel);
        }

        _scope.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(new QueuePlace(true, 0, null), Look(await queue.EnterAsync(Model, Ticket("d"), Cancel)));
    }

    [Fact]
    public async Task Ticket_that_is_renewed_keeps_its_place_and_one_that_is_not_loses_it_in_the_end()
    {
        var queue = Queue();
        await _scope.Runs.PutAsync(Run(RunIdOf("a")), Cancel);
        await _scope.Runs.PutAsync(Run(RunIdOf("b")), Cancel);
        await queue.EnterAsync(Model, Ticket("a"), Cancel);
        await queue.EnterAsync(Model, Ticket("b"), Cancel);
        for (var minute = 0; minute < 30; minute++)
        {
            _scope.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.True((await queue.EnterAsync(Model, Ticket("a"), Cancel)).IsTurn);
            Assert.False((await queue.EnterAsync(Model, Ticket("b"), Cancel)).IsTurn);
        }

        _scope.Time.Advance(ModelQueue.DropAfter + TimeSpan.FromSeconds(1));

        Assert.True((await queue.EnterAsync(Model, Ticket("b"), Cancel)).IsTurn);
        Assert.Equal(new QueuePlace(false, 1, "Load b"), Look(await queue.EnterAsync(Model, Ticket("a"), Cancel)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Crash_in_any_request_leaves_a_queue_that_goes_on(bool isCarriedOut)
    {
        for (var broken = 1; broken <= 4; broken++)
        {
            var model = Model with { ModelId = $"m{broken}" };
            using var transport = new FaultingTransport(broken, isCarriedOut);
            var crashing = Queue(tables: _scope.Through(transport).Tables);
            try
            {
                await crashing.EnterAsync(model, Ticket("a"), Cancel);
                await crashing.LeaveAsync(model, "a", Cancel);
            }
            catch (Azure.RequestFailedException)
            {
                // The process ends; the activity is run again.
            }

            var queue = Queue();
            Assert.Equal(new QueuePlace(true, 0, null), Look(await queue.EnterAsync(model, Ticket("a"), Cancel)));
            Assert.Equal(1, (await queue.EnterAsync(model, Ticket("b"), Cancel)).Ahead);
            await queue.LeaveAsync(model, "a", Cancel);
            Assert.True((await queue.EnterAsync(model, Ticket("b"), Cancel)).IsTurn);
        }
    }

    private static string RunIdOf(string step) => Id(step[..1]);

    private static QueueTicket Ticket(string step) => new(step, RunIdOf(step), $"referrer-{step}", $"Load {step}");

    private static RunDocument Run(string id) => new()
    {
        Id = id,
        Kind = RunKind.Integration,
        OwnerId = Id("b"),
        Name = "Load",
        Trigger = new RunTrigger("ann", RunTrigger.Manual),
        TraceId = "trace",
        StartDate = Start,
    };

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    /// <summary>As a host of its own has it.</summary>
    private ModelQueue Queue(int maxParallel = 1, StorageTables? tables = null) => new(
        new QueueStore(tables ?? _scope.Tables),
        new StepLife(_scope.Runs, _scope.Handles),
        Options.Create(new TargetsOptions { MaxParallelPerModel = maxParallel }),
        _scope.Time,
        NullLogger<ModelQueue>.Instance);

    /// <summary>Without the key, which is the store's.</summary>
    private static QueuePlace Look(QueuePlace place) => place with { Key = "" };
}
