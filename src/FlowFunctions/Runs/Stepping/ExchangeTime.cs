namespace FlowFunctions.Runs;

/// <summary>
/// What an exchange with a target has left once its host stops: a few seconds to come to its end and to be written down, for a request that is cut off is
/// one that nobody knows the answer of.
/// </summary>
internal sealed class ExchangeTime : IDisposable
{
    /// <summary>From the host's wish to stop to the cut. A host that waits for less cuts off by itself.</summary>
    public static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(2.5);

    private readonly CancellationTokenSource _cut;
    private readonly CancellationTokenRegistration _registration;

    /// <param name="time">Measures what is left.</param>
    /// <param name="stopping">The host wants the activity to come back.</param>
    public ExchangeTime(TimeProvider time, CancellationToken stopping)
    {
        _cut = new(Timeout.InfiniteTimeSpan, time);
        _registration = stopping.UnsafeRegister(static cut => ((CancellationTokenSource)cut!).CancelAfter(AfterStop), _cut);
    }

    /// <summary>Cancelled when the time is over.</summary>
    public CancellationToken Over => _cut.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _cut.Dispose();
    }
}
