using FlowFunctions.LocalHost.Functions;

namespace FlowFunctions.LocalHost.Tests.Functions;

public sealed class CallsInFlightTests : IDisposable
{
    private static readonly HostedFunction Activity = SampleFunctions.Of("Work", """{"name":"call","type":"activityTrigger","direction":"In"}""");
    private static readonly HostedFunction Orchestrator = SampleFunctions.Of("Flow", """{"name":"context","type":"orchestrationTrigger","direction":"In"}""");
    private static readonly HostedFunction Queue = SampleFunctions.Of("Deliver", """{"name":"message","type":"queueTrigger","queueName":"q","direction":"In"}""");

    private readonly CallsInFlight _calls = new();

    public void Dispose() => _calls.Dispose();

    [Fact]
    public async Task Activity_that_runs_is_told_when_the_host_closes()
    {
        using var call = await _calls.EnterAsync(Activity, CancellationToken.None);
        Assert.False(call.Stopping.IsCancellationRequested);

        await _calls.CloseAsync();

        Assert.True(call.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Message_of_a_queue_that_is_handled_is_left_to_end()
    {
        using var call = await _calls.EnterAsync(Queue, CancellationToken.None);

        await _calls.CloseAsync();

        Assert.False(call.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Orchestrator_is_let_in_to_the_last()
    {
        await _calls.CloseAsync();

        using var call = await _calls.EnterAsync(Orchestrator, CancellationToken.None);

        Assert.Equal("Flow", _calls.Names);
    }

    [Fact]
    public async Task Activity_that_comes_after_the_close_waits_and_is_given_back()
    {
        await _calls.CloseAsync();

        var entering = _calls.EnterAsync(Activity, CancellationToken.None);
        Assert.False(entering.IsCompleted);
        Assert.True(_calls.HoldsAny);
        await _calls.GiveBackAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entering);
    }

    [Fact]
    public async Task Call_that_waits_for_a_worker_is_given_back()
    {
        var waiting = _calls.BeforeAsync(new TaskCompletionSource<int>().Task);
        Assert.True(_calls.HoldsAny);

        await _calls.GiveBackAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(_calls.HoldsAny);
    }

    [Fact]
    public async Task Call_whose_worker_has_come_is_not_held()
    {
        var worker = new TaskCompletionSource<int>();
        var waiting = _calls.BeforeAsync(worker.Task);

        worker.SetResult(7);

        Assert.Equal(7, await waiting);
        Assert.False(_calls.HoldsAny);
    }

    /// <summary>The application may have been told to stop, too, and fail for that.</summary>
    [Fact]
    public async Task Function_that_fails_while_the_host_closes_is_given_back()
    {
        using var call = await _calls.EnterAsync(Orchestrator, CancellationToken.None);
        await _calls.CloseAsync();

        var failing = call.HoldIfClosedAsync();
        Assert.False(failing.IsCompleted);
        Assert.Equal(("", true), (_calls.Names, _calls.HoldsAny));
        await _calls.GiveBackAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => failing);
    }

    [Fact]
    public async Task Function_that_fails_while_the_host_does_not_stop_has_failed()
    {
        using var call = await _calls.EnterAsync(Orchestrator, CancellationToken.None);

        await call.HoldIfClosedAsync();

        Assert.Equal(("Flow", false), (_calls.Names, _calls.HoldsAny));
    }

    [Fact]
    public async Task Close_waits_for_calls_no_longer_than_it_may()
    {
        using var call = await _calls.EnterAsync(Activity, CancellationToken.None);

        Assert.False(await _calls.EndedWithinAsync(TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task Close_sees_the_end_of_all_calls()
    {
        var call = await _calls.EnterAsync(Activity, CancellationToken.None);
        var ended = _calls.EndedWithinAsync(TimeSpan.FromSeconds(30));
        Assert.False(ended.IsCompleted);

        call.Dispose();

        Assert.True(await ended);
    }

    [Fact]
    public async Task Names_say_how_often_a_function_runs()
    {
        using var one = await _calls.EnterAsync(Activity, CancellationToken.None);
        using var two = await _calls.EnterAsync(Activity, CancellationToken.None);
        using var flow = await _calls.EnterAsync(Orchestrator, CancellationToken.None);

        Assert.Equal("Flow, Work (2)", _calls.Names);
    }
}
