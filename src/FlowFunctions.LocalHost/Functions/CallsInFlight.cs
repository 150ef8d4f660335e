using System.Collections.Concurrent;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>
/// The calls of functions that go on, so that a host that stops can take no new ones, tell those that run, wait for them, and in the end let go of them.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Orchestrators are let in to the last: they take milliseconds, and what they write down is what the next start goes on from. Other functions that are
/// triggered after <see cref="CloseAsync"/> do not start: they wait for <see cref="GiveBackAsync"/>, which fails them, and whoever triggered them tries again
/// later or elsewhere.
/// </remarks>
internal sealed class CallsInFlight : IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// From the end of a call to the call that it brings about: a result becomes a message, that starts the orchestrator, and that the next activity. The
    /// provider takes messages from their queues before they are looked at, and one that is taken when the host stops stays hidden for its visibility timeout.
    /// </summary>
    private static readonly TimeSpan BringsAboutWithin = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Call, string> _calls = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _givenBack = new();
    private long _lastSeen = -1;
    private int _held;

    /// <summary>The names of the functions that run, each with how often, for the log.</summary>
    public string Names => string.Join(
        ", ",
        _calls.Values.GroupBy(name => name, StringComparer.Ordinal)
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => same.Count() == 1 ? same.Key : $"{same.Key} ({same.Count()})"));

    /// <summary>Lets a call in; disposing what it returns ends it.</summary>
    /// <exception cref="OperationCanceledException">The host stops, and the call is given back.</exception>
    public async Task<Call> EnterAsync(HostedFunction function, CancellationToken cancellationToken)
    {
        var call = new Call(this, function, cancellationToken);
        _calls[call] = function.Name;
        if (_closed.IsCancellationRequested && !function.IsTriggeredBy(HostedFunction.OrchestrationTrigger))
        {
            await HoldAsync(call);
        }

        return call;
    }

    /// <summary>Does not return: the call waits outside until it is given back.</summary>
    private Task HoldAsync(Call call)
    {
        call.Dispose();
        Interlocked.Increment(ref _held);
        return Task.Delay(Timeout.Infinite, _givenBack.Token);
    }

    /// <summary>Waits for what a call needs to be let in, such as a worker.</summary>
    /// <exception cref="OperationCanceledException">The host stops, and the call is given back.</exception>
    public async Task<T> BeforeAsync<T>(Task<T> needed)
    {
        if (!needed.IsCompleted)
        {
            Interlocked.Increment(ref _held);
            await needed.WaitAsync(_givenBack.Token);
            Interlocked.Decrement(ref _held);
        }

        return await needed;
    }

    /// <summary>Lets no more functions in but orchestrators, and tells activities, which may only wait for something, to come back.</summary>
    public Task CloseAsync() => _closed.CancelAsync();

    /// <summary>Whether any call waits at the door, or has waited there when it was given back.</summary>
    public bool HoldsAny => Volatile.Read(ref _held) > 0;

    /// <summary>Whether all calls ended within the time, and nothing came of them.</summary>
    public async Task<bool> EndedWithinAsync(TimeSpan patience)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!_calls.IsEmpty || IsFresh())
        {
            if (TimeProvider.System.GetElapsedTime(since) > patience)
            {
                return _calls.IsEmpty;
            }

            await Task.Delay(LookAgainAfter);
        }

        return true;
    }

    /// <summary>Fails what still runs or waits. To be called when the host is stopping, which is how the triggers know that it is no failure of the function.</summary>
    public Task GiveBackAsync() => _givenBack.CancelAsync();

    private bool IsFresh() =>
        Interlocked.Read(ref _lastSeen) is >= 0 and var seen && TimeProvider.System.GetElapsedTime(seen) < BringsAboutWithin;

    public void Dispose()
    {
        _closed.Dispose();
        _givenBack.Dispose();
    }

    internal sealed class Call : IDisposable
    {
        private readonly CallsInFlight _calls;
        private readonly CancellationTokenSource _stop;

        public Call(CallsInFlight calls, HostedFunction function, CancellationToken cancellationToken)
        {
            _calls = calls;
            _stop = function.IsTriggeredBy(HostedFunction.ActivityTrigger)
                ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, calls._closed.Token)
                : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        }

        /// <summary>The function is to stop.</summary>
        public CancellationToken Stopping => _stop.Token;

        /// <summary>Nobody waits for the function any more.</summary>
        public CancellationToken GivenBack => _calls._givenBack.Token;

        /// <summary>
        /// For a function that has failed: while the host stops the application may be stopping, too, as all processes of a group are told to, and what fails in it then is run again instead. Returns
        /// where the host does not stop.
        /// </summary>
        /// <exception cref="OperationCanceledException">The call is given back.</exception>
        public Task HoldIfClosedAsync() => _calls._closed.IsCancellationRequested ? _calls.HoldAsync(this) : Task.CompletedTask;

        public void Dispose()
        {
            _calls._calls.TryRemove(this, out _);
            Interlocked.Exchange(ref _calls._lastSeen, TimeProvider.System.GetTimestamp());
            _stop.Dispose();
        }
    }
}
