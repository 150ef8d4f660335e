namespace FlowFunctions.Storage;

/// <summary>
/// One reading for all who ask for the same while another reading of it goes on: they wait for that one to end, and are then given what was read after they asked. So nobody is given
/// what is older than their question, and however many ask at once, no more than two readings of a thing are under way or waited for. Nothing is kept. Thread-safe.
/// </summary>
internal sealed class SharedReadings<TKey, T>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Rounds> _rounds = [];

    /// <param name="key">What is asked for.</param>
    /// <param name="read">Reads it, for others too: it must not end with this caller.</param>
    /// <param name="cancellationToken">Ends the wait, and no reading.</param>
    public async Task<T> ReadAsync(TKey key, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        Task<T> mine;
        lock (_lock)
        {
            if (!_rounds.TryGetValue(key, out var rounds))
            {
                _rounds[key] = rounds = new();
                mine = rounds.Current = ReadAsync(key, rounds, read);
            }
            else
            {
                mine = rounds.Next ??= ReadAfterAsync(rounds.Current!, key, rounds, read);
            }
        }

        return await mine.WaitAsync(cancellationToken);
    }

    private async Task<T> ReadAfterAsync(Task current, TKey key, Rounds rounds, Func<Task<T>> read)
    {
        // How it ends is told to those who wait for it.
        await current.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            (rounds.Current, rounds.Next) = (rounds.Next, null);
        }

        return await ReadAsync(key, rounds, read);
    }

    private async Task<T> ReadAsync(TKey key, Rounds rounds, Func<Task<T>> read)
    {
        // Out of the lock.
        await Task.Yield();
        try
        {
            return await read();
        }
        finally
        {
            lock (_lock)
            {
                if (rounds.Next is null)
                {
                    _rounds.Remove(key);
                }
            }
        }
    }

    private sealed class Rounds
    {
        /// <summary>The reading that is under way.</summary>
        public Task<T>? Current { get; set; }

        /// <summary>The one that begins when that has ended; null where nobody has asked for it.</summary>
        public Task<T>? Next { get; set; }
    }
}
