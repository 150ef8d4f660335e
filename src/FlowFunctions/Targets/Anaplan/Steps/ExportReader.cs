using System.Buffers;
using System.Runtime.CompilerServices;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Reads an export's file as blocks of one size, whatever the size of the model's chunks.</summary>
internal sealed class ExportReader(AnaplanApi api, ModelAddress model, string fileId)
{
    /// <summary>The blocks from a place on. An empty file is one empty block. Each block is the reader's until it is disposed.</summary>
    public async IAsyncEnumerable<ExportBlock> ReadAsync(DownloadState from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var content = new ChunkSequence(api, model, fileId, from.Chunk, from.Offset);
        var (block, end) = await ReadBlockAsync(content, from, cancellationToken);
        while (true)
        {
            // Only when the next one has nothing is this one known to be the last.
            var (next, nextEnd) = block.IsFull ? await ReadBlockAsync(content, end, cancellationToken) : (ExportBlock.None, end);
            if (next.Length == 0)
            {
                next.Dispose();
                yield return block.EndingAt(end with { IsWhole = true });
                yield break;
            }

            yield return block.EndingAt(end);
            (block, end) = (next, nextEnd);
        }
    }

    private static async Task<(ExportBlock Block, DownloadState End)> ReadBlockAsync(ChunkSequence content, DownloadState begin, CancellationToken cancellationToken)
    {
        var block = new ExportBlock(ArrayPool<byte>.Shared.Rent(IDataStore.BlockBytes));
        try
        {
            int read;
            while (!block.IsFull && (read = await content.ReadAsync(block.Rest, cancellationToken)) > 0)
            {
                block.Add(read);
            }

            var end = begin with { Blocks = begin.Blocks + 1, Bytes = begin.Bytes + block.Length, Chunk = content.Chunk, Offset = content.Offset };
            return (block, end);
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }
}
