using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Runs.Stepping;

/// <summary>What a step does when its host wants to stop.</summary>
[Needs(Need.Azurite)]
public sealed class StepDriverStopTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly StepCall Call = TargetHost.Call("https://example.com");

    private readonly ScriptedTarget _target = new();
    private readonly CancellationTokenSource _stopping = new();
    private RunScope _scope = null!;

    public async ValueTask InitializeAsync() => _scope = await RunScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Wait_for_the_next_poll_ends_at_once_and_goes_on_durably()
    {
        _target.Then(async () =>
        {
            await _stopping.CancelAsync();
            return new TargetReply.Accepted("task-1", TimeSpan.FromSeconds(3), null, null);
        });

        var report = await _scope.Driver(_target).StartAsync(Call, _stopping.Token);

        Assert.Equal(Call.StartedAt.AddSeconds(3), report.NextAt);
        Assert.Equal("task-1", (await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None)).Task);
        Assert.Equal(["start 1"], _target.Asked);
    }

    [Fact]
    public async Task Answer_that_comes_after_the_stop_counts()
    {
        _target.Then(async () =>
        {
            await _stopping.CancelAsync();
            return new TargetReply.Ended(StepOutcomeKind.Success, "done");
        });

        var report = await _scope.Driver(_target).StartAsync(Call, _stopping.Token);

        Assert.Equal(new StepOutcome(StepOutcomeKind.Success, "done"), report.Outcome);
    }

    [Fact]
    public async Task Exchange_has_a_little_time_after_the_stop_and_is_cut_then()
    {
        var time = new FakeTimeProvider();
        using var exchange = new ExchangeTime(time, _stopping.Token);

        time.Advance(TimeSpan.FromHours(1));
        Assert.False(exchange.Over.IsCancellationRequested);
        await _stopping.CancelAsync();
        time.Advance(ExchangeTime.AfterStop - TimeSpan.FromMilliseconds(1));
        Assert.False(exchange.Over.IsCancellationRequested);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(exchange.Over.IsCancellationRequested);
    }
}
