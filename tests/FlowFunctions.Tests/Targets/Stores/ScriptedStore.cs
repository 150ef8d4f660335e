using System.Runtime.CompilerServices;
using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores;

/// <summary>A store that finds everything, or refuses its credentials, as the test says; and the factory that opens it.</summary>
internal sealed class ScriptedStore : IDataStore, IDataStoreFactory
{
    private static readonly StorePlace Place = new(ConnectionType.AmazonS3, "loads", "Nightly files");

    public ConnectionType Type => ConnectionType.AmazonS3;

    public bool IsRefused { get; set; }

    public List<ConnectionSecret?> OpenedWith { get; } = [];

    public IDataStore Open(ConnectionInput connection, ConnectionSecret? secret)
    {
        OpenedWith.Add(secret);
        return this;
    }

    /// <summary>Whether its place is gone.</summary>
    public bool IsMissing { get; set; }

    /// <summary>What a check says; null where it does not come to an end.</summary>
    public StoreStanding? Standing { get; set; } = new(true, "The credentials open it.");

    public async Task<StoreStanding> CheckAsync(CancellationToken cancellationToken)
    {
        await Answer(0);
        if (IsMissing)
        {
            throw Place.MissingItself();
        }

        if (Standing is null)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return Standing!;
    }

    public Task<SourceItem> FindAsync(string name, CancellationToken cancellationToken) => Answer(new SourceItem(name, "1", 0));

    public async IAsyncEnumerable<SourceChunk> ReadAsync(SourceItem item, string? from, int chunkBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Answer(0);
        yield return new([1], 1, "1");
    }

    public Task<string> BeginWriteAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken) => Answer("begun");

    public Task<string> WriteBlockAsync(string state, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Answer("written");

    public Task<string?> CompleteWriteAsync(string state, CancellationToken cancellationToken) => Answer<string?>("loads/name");

    public Task AbandonWriteAsync(string state, CancellationToken cancellationToken) => Answer(0);

    public List<(string[] Names, DateTimeOffset BegunBefore)> LookedFor { get; } = [];

    /// <summary>How many of the next looks for lost writes do not come to an end.</summary>
    public int SilentLooks { get; set; }

    public async Task<int> AbandonLostWritesAsync(IReadOnlySet<string> names, DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        LookedFor.Add(([.. names.Order(StringComparer.Ordinal)], begunBefore));
        if (SilentLooks-- > 0)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return await Answer(names.Count);
    }

    private Task<T> Answer<T>(T result) => IsRefused ? Task.FromException<T>(Place.Refused("the key is no longer valid")) : Task.FromResult(result);
}
