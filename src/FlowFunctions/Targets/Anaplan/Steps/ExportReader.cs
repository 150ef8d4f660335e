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
        var chunks = await api.ListChunksAsync(model, fileId, cancellationToken);
        var after = from;
        ExportBlock? full = null;
        var filling = new ExportBlock(ArrayPool<byte>.Shared.Rent(IDataStore.BlockBytes));
        try
        {
            for (var chunk = from.Chunk; chunk < chunks.Count; chunk++)
            {
                var offset = chunk == from.Chunk ? from.Offset : 0;
                await using var content = await api.OpenChunkAsync(model, fileId, chunks[chunk], cancellationToken);
                await SkipAsync(content, offset, cancellationToken);
                int read;
                while ((read = await content.ReadAsync(filling.Rest, cancellationToken)) > 0)
                {
                    if (full is not null)
                    {
                        // There is more, so it was not the last one.
                        yield return full;
                        full = null;
                    }

                    offset += read;
                    filling.Add(read);
                    if (filling.IsFull)
                    {
                        after = after with { Blocks = after.Blocks + 1, Bytes = after.Bytes + filling.Length, Chunk = chunk, Offset = offset };
                        full = filling.EndingAt(after);
                        filling = new ExportBlock(ArrayPool<byte>.Shared.Rent(IDataStore.BlockBytes));
                    }
                }
            }

            if (full is null || filling.Length > 0)
            {
                if (full is not null)
                {
                    yield return full;
                }

                full = filling.EndingAt(after with { Blocks = after.Blocks + 1, Bytes = after.Bytes + filling.Length });
                filling = ExportBlock.None;
            }

            var last = full;
            full = null;
            yield return last.EndingAt(last.After with { IsWhole = true });
        }
        finally
        {
            full?.Dispose();
            filling.Dispose();
        }
    }

    private static async Task SkipAsync(Stream content, long bytes, CancellationToken cancellationToken)
    {
        var scrap = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (bytes > 0)
            {
                var read = await content.ReadAsync(scrap.AsMemory(0, (int)Math.Min(scrap.Length, bytes)), cancellationToken);
                bytes = read == 0 ? throw new IOException("The chunk is shorter than it was.") : bytes - read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scrap);
        }
    }
}
