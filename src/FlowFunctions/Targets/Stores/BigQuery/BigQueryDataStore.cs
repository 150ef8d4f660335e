namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>
/// Tables in a dataset of Google BigQuery. The name of a write is the name of its load job, too: an operation id makes one job at most, so that a write that was
/// given up or has failed needs another id to be tried again.
/// </summary>
internal sealed class BigQueryDataStore : IDataStore
{
    private readonly DatasetPath _path;
    private readonly TableReader _reader;
    private readonly TableWriter _writer;

    public BigQueryDataStore(BigQueryClient client, DatasetPath path, StorePlace place)
    {
        _path = path;
        _reader = new(client, path, place);
        _writer = new(client, path, place, _reader);
    }

    public Task<SourceItem> FindAsync(string name, CancellationToken cancellationToken) => _reader.FindAsync(name, cancellationToken);

    public IAsyncEnumerable<SourceChunk> ReadAsync(SourceItem item, string? from, int chunkBytes, CancellationToken cancellationToken) =>
        _reader.ReadAsync(item, from, chunkBytes, cancellationToken);

    public async Task<string> BeginWriteAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken) =>
        StoreState.Write(await _writer.BeginAsync(name, overwrite, operationId, cancellationToken));

    public async Task<string> WriteBlockAsync(string state, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        StoreState.Write(await _writer.PutAsync(StoreState.Read<TableWrite>(state), index, isLast, bytes, cancellationToken));

    public async Task<string?> CompleteWriteAsync(string state, CancellationToken cancellationToken)
    {
        var write = StoreState.Read<TableWrite>(state);
        return write.IsWhole
            ? await _writer.IsLoadedAsync(write, cancellationToken) ? $"{_path.Project}.{_path.Dataset}.{write.Name}" : null
            : throw new InvalidOperationException($"The last block of the table '{write.Name}' was not written.");
    }

    public Task AbandonWriteAsync(string state, CancellationToken cancellationToken) => _writer.AbandonAsync(StoreState.Read<TableWrite>(state), cancellationToken);
}
