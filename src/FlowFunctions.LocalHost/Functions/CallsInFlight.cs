using System.Collections.Concurrent;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>
/// The calls of functions that go on, so that a host that stops can tell them, wait for them, and in the end let go of them. Thread-safe.
/// </summary>
internal sealed class CallsInFlight : IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Call, string> _calls = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();

    /// <summary>The names of the functions that run, each with how often, for the log.</summary>
    public IReadOnlyList<string> Names =>
        [.. _calls.Values.GroupBy(name => name, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => same.Count() == 1 ? same.Key : $"{same.Key} ({same.Count()})")];

    public Call Enter(string function, CancellationToken cancellationToken)
    {
        var call = new Call(this, cancellationToken);
        _calls[call] = function;
        return call;
    }

    /// <summary>Tells all functions to stop, those that come from here on too.</summary>
    public Task TellAsync() => _stopping.CancelAsync();

    /// <summary>Whether all calls ended within the time.</summary>
    public async Task<bool> EndedWithinAsync(TimeSpan patience)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!_calls.IsEmpty)
        {
            if (TimeProvider.System.GetElapsedTime(since) > patience)
            {
                return false;
            }

            await Task.Delay(LookAgainAfter);
        }

        return true;
    }

    /// <summary>Ends what still waits: whoever has triggered it gives it back, and it is tried again elsewhere or later.</summary>
    public Task AbandonAsync() => _abandoned.CancelAsync();

    public void Dispose()
    {
        _stopping.Dispose();
        _abandoned.Dispose();
    }

    internal sealed class Call(CallsInFlight calls, CancellationToken cancellationToken) : IDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, calls._stopping.Token);

        /// <summary>The function is to stop.</summary>
        public CancellationToken Stopping => _stop.Token;

        /// <summary>Nobody waits for the function any more.</summary>
        public CancellationToken Abandoned => calls._abandoned.Token;

        public void Dispose()
        {
            calls._calls.TryRemove(this, out _);
            _stop.Dispose();
        }
    }
}
