using System.Runtime.CompilerServices;
using FlowFunctions.Definitions;

namespace FlowFunctions.Targets.Stores;

/// <summary>
/// A store that learns from each answer whether its connection's credentials work, and keeps what is news. Costs a write only where that differs from what the
/// connection says.
/// </summary>
internal sealed class WatchedStore(IDataStore store, ConnectionDocument connection, ConnectionStanding standing) : IDataStore
{
    /// <summary>What the connection says, as far as is known here.</summary>
    private volatile bool _works = connection.ErrorCode is null;

    /// <summary>Whatever fails for good: a connection whose place is gone works as little as one whose credentials are refused.</summary>
    public async Task<StoreStanding> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await store.CheckAsync(cancellationToken);
            if (answer.Works is { } works)
            {
                await NoteAsync(works, cancellationToken);
            }

            return answer;
        }
        catch (StoreException exception) when (!exception.IsTransient)
        {
            await NoteAsync(works: false, cancellationToken);
            throw;
        }
    }

    public Task<SourceItem> FindAsync(string name, CancellationToken cancellationToken) =>
        WatchAsync(() => store.FindAsync(name, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<SourceChunk> ReadAsync(
        SourceItem item,
        string? from,
        int chunkBytes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var chunks = store.ReadAsync(item, from, chunkBytes, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await WatchAsync(() => chunks.MoveNextAsync().AsTask(), cancellationToken))
        {
            yield return chunks.Current;
        }
    }

    public Task<string> BeginWriteAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken) =>
        WatchAsync(() => store.BeginWriteAsync(name, overwrite, operationId, cancellationToken), cancellationToken);

    public Task<string> WriteBlockAsync(string state, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        WatchAsync(() => store.WriteBlockAsync(state, index, isLast, bytes, cancellationToken), cancellationToken);

    public Task<string?> CompleteWriteAsync(string state, CancellationToken cancellationToken) =>
        WatchAsync(() => store.CompleteWriteAsync(state, cancellationToken), cancellationToken);

    public Task AbandonWriteAsync(string state, CancellationToken cancellationToken) => store.AbandonWriteAsync(state, cancellationToken);

    public Task<int> AbandonLostWritesAsync(IReadOnlySet<string> names, DateTimeOffset begunBefore, CancellationToken cancellationToken) =>
        store.AbandonLostWritesAsync(names, begunBefore, cancellationToken);

    private async Task<T> WatchAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var result = await call();
            await NoteAsync(works: true, cancellationToken);
            return result;
        }
        catch (StoreException exception) when (exception.Fault == StoreFault.Refused)
        {
            await NoteAsync(works: false, cancellationToken);
            throw;
        }
    }

    private async Task NoteAsync(bool works, CancellationToken cancellationToken)
    {
        if (_works != works)
        {
            _works = works;
            await standing.NoteAsync(connection, works, cancellationToken);
        }
    }
}
