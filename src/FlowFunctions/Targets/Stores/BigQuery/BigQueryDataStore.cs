using System.Runtime.CompilerServices;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>
/// Tables in a dataset of Google BigQuery. The name of a write is the name of its load job, too: an operation id makes one job at most, so that a write that was
/// given up or has failed needs another id to be tried again.
/// </summary>
internal sealed class BigQueryDataStore : IDataStore
{
    private readonly BigQueryClient _client;
    private readonly DatasetPath _path;
    private readonly StorePlace _place;
    private readonly TableReader _reader;
    private readonly TableWriter _writer;

    public BigQueryDataStore(BigQueryClient client, DatasetPath path, StorePlace place)
    {
        _client = client;
        _path = path;
        _place = place;
        _reader = new(client, path, place);
        _writer = new(client, path, place, _reader);
    }

    public async Task<StoreStanding> CheckAsync(CancellationToken cancellationToken) =>
        await _client.FindAsync(_path.Self, _path.Dataset, _ => _place.Opened(), cancellationToken) ?? throw _place.MissingItself();

    public async Task<SourceItem> FindAsync(string name, CancellationToken cancellationToken)
    {
        _place.MustTake(name);
        return await _reader.FindAsync(name, cancellationToken);
    }

    public async IAsyncEnumerable<SourceChunk> ReadAsync(
        SourceItem item,
        string? from,
        int chunkBytes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _place.MustTake(item.Name);
        await foreach (var chunk in _reader.ReadAsync(item, from, chunkBytes, cancellationToken))
        {
            yield return chunk;
        }
    }

    public async Task<string> BeginWriteAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken)
    {
        _place.MustTake(name);
        return StoreState.Write(await _writer.BeginAsync(name, overwrite, operationId, cancellationToken));
    }

    public async Task<string> WriteBlockAsync(string state, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        StoreState.Write(await _writer.PutAsync(WriteOf(state), index, isLast, bytes, cancellationToken));

    public async Task<string?> CompleteWriteAsync(string state, CancellationToken cancellationToken)
    {
        var write = WriteOf(state);
        return write.IsWhole
            ? await _writer.IsLoadedAsync(write, cancellationToken) ? $"{_path.Project}.{_path.Dataset}.{write.Name}" : null
            : throw new InvalidOperationException($"The last block of the table '{write.Name}' was not written.");
    }

    public async Task AbandonWriteAsync(string state, CancellationToken cancellationToken) => await _writer.AbandonAsync(WriteOf(state), cancellationToken);

    private TableWrite WriteOf(string state)
    {
        var write = StoreState.Read<TableWrite>(state);
        _place.MustTake(write.Name);
        return write;
    }
}
