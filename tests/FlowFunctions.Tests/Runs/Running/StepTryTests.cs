using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Runs.Running;

/// <summary>What <see cref="StepDriver"/> makes of a step's tries, which share one handle.</summary>
[Needs(Need.Azurite)]
public sealed class StepTryTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly TargetReply Done = new TargetReply.Ended(StepOutcomeKind.Success, "done");
    private static readonly TargetReply Unavailable = new TargetReply.Unavailable("busy", 1007, TimeSpan.FromSeconds(1));

    private static readonly StepCall First = TargetHost.Call("https://example.com", endpoint => endpoint with { Timeout = TimeSpan.FromMinutes(30) });
    private static readonly StepCall Second = First with { Try = new(2, EarlierAttempts: 1) };

    private readonly ScriptedTarget _target = new();
    private RunScope _scope = null!;

    public async ValueTask InitializeAsync() => _scope = await RunScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Task_of_an_earlier_try_is_not_taken_for_the_later_one_s()
    {
        _target.Then(Accepted("task-1")).Then(Accepted("task-2")).Then(Done);
        await StartAsync(First);

        await StartAsync(Second);
        Assert.Equal("task-2", (await HandleAsync()).Task);
        var ended = await StartAsync(Second);

        Assert.Equal(new StepOutcome(StepOutcomeKind.Success, "done", Attempts: 2), ended.Outcome);
        Assert.Equal(["start 1", "start 2", "poll task-2"], _target.Asked);
    }

    [Fact]
    public async Task Later_try_counts_on_where_the_earlier_one_left_no_handle()
    {
        _target.Then(Unavailable).Then(Done);

        var report = await StartAsync(First with { Try = new(3, EarlierAttempts: 5) });

        Assert.Equal(7, report.Outcome?.Attempts);
        Assert.Equal(["start 6", "start 7"], _target.Asked);
    }

    [Fact]
    public async Task Each_try_has_all_attempts_to_start()
    {
        _target.Then(Unavailable).Then(Unavailable).Then(Unavailable);

        var report = await _scope.Driver(_target, maxAttempts: 3).StartAsync(First with { Try = new(2, EarlierAttempts: 3) }, CancellationToken.None);

        Assert.Equal(new StepOutcome(StepOutcomeKind.Failure, "busy Gave up after 3 attempts.", 1007, Attempts: 6), report.Outcome);
    }

    [Fact]
    public async Task Activity_of_a_try_that_another_has_overtaken_does_nothing()
    {
        _target.Then(Accepted("task-2"));
        await StartAsync(Second);
        var before = await HandleAsync();

        Assert.Equal(1003, (await StartAsync(First)).Outcome?.ErrorCode);
        await _scope.Driver(_target).CancelAsync(First, CancellationToken.None);

        Assert.Equal(before, await HandleAsync());
        Assert.Equal(["start 2"], _target.Asked);
    }

    [Fact]
    public async Task Task_that_an_overtaken_try_has_just_started_is_cancelled()
    {
        _target.Then(async () =>
        {
            var other = new ScriptedTarget().Then(Accepted("task-2"));
            await _scope.Driver(other).StartAsync(Second, CancellationToken.None);
            return Accepted("task-1");
        });

        Assert.Equal(1003, (await StartAsync(First)).Outcome?.ErrorCode);
        Assert.Equal(["start 1", "cancel task-1"], _target.Asked);
        Assert.Equal("task-2", (await HandleAsync()).Task);
    }

    [Fact]
    public async Task Cancelled_try_does_not_keep_the_next_one_from_starting()
    {
        await _scope.Driver(_target).CancelAsync(First, CancellationToken.None);
        _target.Then(Done);

        Assert.Equal("done", (await StartAsync(Second)).Outcome?.Message);
    }

    [Fact]
    public async Task Cancel_before_a_try_has_started_keeps_it_from_starting()
    {
        _target.Then(Accepted("task-1"));
        await StartAsync(First);

        await _scope.Driver(_target).CancelAsync(Second, CancellationToken.None);

        Assert.Equal(1003, (await StartAsync(Second)).Outcome?.ErrorCode);
        Assert.Equal(["start 1"], _target.Asked);
    }

    [Theory]
    [InlineData(5, 30, 5)]
    [InlineData(60, 30, 30)]
    [InlineData(null, 30, 30)]
    public async Task Try_ends_with_the_shorter_of_both_timeouts_and_its_target_is_told(int? step, int integration, int expected)
    {
        var call = TargetHost.Call("https://example.com", endpoint => endpoint with { Timeout = TimeSpan.FromMinutes(integration) });
        call = call with { Timeout = step is { } minutes ? TimeSpan.FromMinutes(minutes) : null };
        _target.Then(Accepted("task-1"));
        var report = await StartAsync(call);
        _scope.Time.Advance(TimeSpan.FromMinutes(expected));

        var ended = await StartAsync(call);

        Assert.Equal(call.StartedAt.AddMinutes(expected), report.NextAt);
        Assert.Equal(new StepOutcome(StepOutcomeKind.Failure, $"Timed out after {expected} minutes", 1004), ended.Outcome);
        Assert.Equal(["start 1", "cancel task-1"], _target.Asked);
    }

    private static TargetReply.Accepted Accepted(string task) => new(task, TimeSpan.FromHours(2), null, null);

    private Task<StepReport> StartAsync(StepCall call) => _scope.Driver(_target).StartAsync(call, CancellationToken.None);

    private Task<StepHandle> HandleAsync() => _scope.Handles.GetAsync(First.RunId, First.Referrer, CancellationToken.None);
}
