using System.Buffers;
using System.Net;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>The bytes of a model's file, from a place on: its chunks one after the other. Where it may not be empty, one without chunks is one that is not there yet.</summary>
internal sealed class ChunkSequence(AnaplanApi api, ModelAddress model, string fileId, int chunk, long offset, bool mayBeEmpty) : IAsyncDisposable
{
    private IReadOnlyList<string>? _chunks;
    private Stream? _content;

    /// <summary>Place of the chunk that holds the next byte.</summary>
    public int Chunk { get; private set; } = chunk;

    /// <summary>Of the next byte, in its chunk.</summary>
    public long Offset { get; private set; } = offset;

    /// <returns>0 at the end of the file only.</returns>
    /// <exception cref="AnaplanException">The bytes broke off.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _chunks ??= await api.ListChunksAsync(model, fileId, cancellationToken);
        if (_chunks.Count == 0 && !mayBeEmpty)
        {
            throw new AnaplanException(RunErrorCodes.RejectedByTarget, $"Anaplan has no chunk of {Subject.OfFile(model, fileId).Name}. Run the step again.") { Status = HttpStatusCode.NotFound };
        }

        while (Chunk < _chunks.Count)
        {
            if (_content is null)
            {
                _content = await api.OpenChunkAsync(model, fileId, _chunks[Chunk], cancellationToken);
                await SkipAsync(_content, Offset, cancellationToken);
            }

            var read = await _content.ReadAsync(buffer, cancellationToken);
            if (read > 0)
            {
                Offset += read;
                return read;
            }

            await DisposeAsync();
            (Chunk, Offset) = (Chunk + 1, 0);
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_content is not null)
        {
            await _content.DisposeAsync();
            _content = null;
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
                bytes = read > 0
                    ? bytes - read
                    : throw new AnaplanException(
                        RunErrorCodes.RejectedByTarget, "The export's file became shorter while it was fetched: it was exported again meanwhile. Run the step again.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scrap);
        }
    }
}
