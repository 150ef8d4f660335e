using System.IO.Compression;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>A chunk as it is sent. Its buffer is rented: disposing gives it back.</summary>
internal sealed class GzipChunk : IDisposable
{
    private readonly RentedStream _compressed = new();

    private GzipChunk()
    {
    }

    public ReadOnlyMemory<byte> Bytes => _compressed.Written;

    /// <summary>At the fastest level: the limit of a transfer is the core that compresses, and CSV shrinks well at any level.</summary>
    public static GzipChunk Of(ReadOnlySpan<byte> bytes)
    {
        var chunk = new GzipChunk();
        using var gzip = new GZipStream(chunk._compressed, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(bytes);
        return chunk;
    }

    public void Dispose() => _compressed.Dispose();
}
