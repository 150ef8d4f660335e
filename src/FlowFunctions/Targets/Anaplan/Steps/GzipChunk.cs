using System.Buffers;
using System.IO.Compression;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>A chunk as it is sent. Its buffer is rented: disposing gives it back.</summary>
internal sealed class GzipChunk : IDisposable
{
    private readonly byte[] _buffer;

    private GzipChunk(byte[] buffer, int length) => (_buffer, Bytes) = (buffer, buffer.AsMemory(0, length));

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>At the fastest level: the limit of a transfer is the core that compresses, and CSV shrinks well at any level.</summary>
    public static GzipChunk Of(ReadOnlySpan<byte> bytes)
    {
        // What cannot be compressed is stored in blocks, each with five bytes before it.
        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length + (bytes.Length / 1000) + 1024);
        var target = new MemoryStream(buffer);
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return new GzipChunk(buffer, (int)target.Position);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
