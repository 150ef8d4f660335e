using System.IO.Compression;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>A chunk as it is sent. Its buffer is rented: disposing gives it back.</summary>
internal sealed class GzipChunk : IDisposable
{
    /// <summary>Of no bytes (RFC 1952): a header, one empty final block, and a checksum and a length of 0.</summary>
    private static ReadOnlySpan<byte> Empty => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly RentedStream _compressed = new();

    private GzipChunk()
    {
    }

    public ReadOnlyMemory<byte> Bytes => _compressed.Written;

    /// <summary>At the fastest level: the limit of a transfer is the core that compresses, and CSV shrinks well at any level.</summary>
    public static GzipChunk Of(ReadOnlySpan<byte> bytes)
    {
        var chunk = new GzipChunk();
        if (bytes.IsEmpty)
        {
            // The class library writes nothing at all of nothing, which is no gzip.
            chunk._compressed.Write(Empty);
            return chunk;
        }

        using var gzip = new GZipStream(chunk._compressed, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(bytes);
        return chunk;
    }

    public void Dispose() => _compressed.Dispose();
}
