using System.Net;
using System.Net.Http.Headers;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>The bytes of a chunk, sent piece by piece, so that whoever watches over the request sees it go on. May be sent again.</summary>
internal sealed class ChunkContent : HttpContent
{
    private const int PieceLength = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _gzipped;

    public ChunkContent(ReadOnlyMemory<byte> gzipped)
    {
        _gzipped = gzipped;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-gzip");
    }

    /// <summary>Called when a piece has gone out; null where nobody watches.</summary>
    public Action? PieceSent { get; set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var start = 0; start < _gzipped.Length; start += PieceLength)
        {
            await stream.WriteAsync(_gzipped.Slice(start, Math.Min(PieceLength, _gzipped.Length - start)), cancellationToken);
            PieceSent?.Invoke();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _gzipped.Length;
        return true;
    }
}
