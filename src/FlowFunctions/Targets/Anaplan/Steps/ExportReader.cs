using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Reads an export's file as blocks of one size, whatever the size of the model's chunks, from where an earlier transfer was.</summary>
internal sealed class ExportReader(AnaplanApi api, ModelAddress model, string fileId, DownloadState from) : IAsyncDisposable
{
    private readonly ChunkSequence _content = new(api, model, fileId, from.Chunk, from.Offset);
    private readonly byte[] _ahead = new byte[1];
    private DownloadState _end = from;
    private bool _hasAhead;

    /// <summary>
    /// The next block, of which it is known whether it is the last: one byte is read beyond it. An empty file is one empty block. The block is the caller's
    /// until it is disposed. Not to be called after the last one.
    /// </summary>
    public async Task<ExportBlock> ReadAsync(CancellationToken cancellationToken)
    {
        var block = new ExportBlock(TransferBuffers.Pool.Rent(IDataStore.BlockBytes));
        try
        {
            if (_hasAhead)
            {
                _ahead.CopyTo(block.Rest);
                block.Add(1);
            }

            int read;
            while (!block.IsFull && (read = await _content.ReadAsync(block.Rest, cancellationToken)) > 0)
            {
                block.Add(read);
            }

            _end = _end with { Blocks = _end.Blocks + 1, Bytes = _end.Bytes + block.Length, Chunk = _content.Chunk, Offset = _content.Offset };
            _hasAhead = await _content.ReadAsync(_ahead, cancellationToken) > 0;
            return block.EndingAt(_end with { IsWhole = !_hasAhead });
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _content.DisposeAsync();
}
