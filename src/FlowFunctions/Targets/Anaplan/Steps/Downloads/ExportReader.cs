using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Reads an export's file as blocks of one size, whatever the size of the model's chunks, from where an earlier transfer was.</summary>
internal sealed class ExportReader(AnaplanApi api, ModelAddress model, string fileId, DownloadState from, bool mayBeEmpty, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly ChunkSequence _content = new(api, model, fileId, from.Chunk, from.Offset, mayBeEmpty);
    private readonly byte[] _ahead = new byte[1];
    private DownloadState _end = from;
    private bool _hasAhead;
    private Task<ExportBlock>? _coming;

    /// <summary>
    /// The next block; the one after it is fetched meanwhile. An empty file is one empty block. The block is the caller's until it is disposed. Not to be called
    /// after the last one.
    /// </summary>
    public async Task<ExportBlock> ReadAsync()
    {
        // The blocks belong to whoever takes them from the tasks.
#pragma warning disable CA2000
        var block = await (_coming ?? FetchAsync());
        _coming = block.After.IsWhole ? null : FetchAsync();
#pragma warning restore CA2000
        return block;
    }

    /// <summary>Ends what is being fetched. What that meets is not what ended the transfer.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (_coming is not null)
        {
            await ((Task)_coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_coming.IsCompletedSuccessfully)
            {
                (await _coming).Dispose();
            }
        }

        await _content.DisposeAsync();
        _ended.Dispose();
    }

    /// <summary>A block of which it is known whether it is the last: one byte is read beyond it.</summary>
    private async Task<ExportBlock> FetchAsync()
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
            while (!block.IsFull && (read = await _content.ReadAsync(block.Rest, _ended.Token)) > 0)
            {
                block.Add(read);
            }

            _end = _end with { Blocks = _end.Blocks + 1, Bytes = _end.Bytes + block.Length, Chunk = _content.Chunk, Offset = _content.Offset };
            _hasAhead = await _content.ReadAsync(_ahead, _ended.Token) > 0;
            return block.EndingAt(_end with { IsWhole = !_hasAhead });
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }}
