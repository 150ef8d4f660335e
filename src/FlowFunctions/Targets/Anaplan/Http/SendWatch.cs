namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Sees a request go out that must not be made twice: what it waits for before that (a token, its user's budget, the pause after a refusal) leaves nothing behind that nobody knows of.
/// One request's; its properties may be read by any thread.
/// </summary>
/// <param name="store">Notes, durably, that the request is about to be sent; called before each attempt, and not given up half way.</param>
/// <param name="time">The clock.</param>
internal sealed class SendWatch(Func<Task> store, TimeProvider time)
{
    private long _sentAt;

    /// <summary>
    /// Since when the request may be with the service; null before it goes out, and once it is known not to have been taken: refused by its token or by the user's limit, or with no connection to go
    /// over.
    /// </summary>
    public DateTimeOffset? SentAt => Interlocked.Read(ref _sentAt) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await store();
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Exchange(ref _sentAt, time.GetUtcNow().Ticks);
    }

    public void WasNotTaken() => Interlocked.Exchange(ref _sentAt, 0);
}
