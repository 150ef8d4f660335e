using System.Buffers;
using System.IO.Compression;

namespace FlowFunctions.Outgoing;

/// <summary>What came as an answer's body.</summary>
internal abstract record AnswerBody
{
    private AnswerBody()
    {
    }

    /// <summary>All of it; empty where there was none.</summary>
    public sealed record Whole(string Text) : AnswerBody;

    /// <summary>It was longer than the limit, and was not read to its end.</summary>
    public sealed record TooLong : AnswerBody;

    /// <summary>It broke off, did not come to its end in time, or is compressed in a way that cannot be undone.</summary>
    /// <param name="Why">As the end of a sentence that begins with the answer.</param>
    public sealed record Unreadable(string Why) : AnswerBody;

    /// <summary>Reads a body, as text in its charset. Compression that nobody asked for is undone; the limit is for what comes of it.</summary>
    /// <param name="content">Of the answer.</param>
    /// <param name="maximum">In bytes.</param>
    /// <param name="either">The time for the whole exchange is over, and the body unreadable; or <paramref name="cancellationToken"/> is cancelled.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, int maximum, CancellationToken either, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maximum)
        {
            return new TooLong();
        }

        try
        {
            await using var raw = await content.ReadAsStreamAsync(either);
            if (Decompressed(raw, content.Headers.ContentEncoding) is not { } stream)
            {
                return new Unreadable($"is compressed as '{string.Join(", ", content.Headers.ContentEncoding)}', which cannot be read");
            }

            await using (stream)
            {
                var body = new ArrayBufferWriter<byte>();
                while (await stream.ReadAsync(body.GetMemory(16 * 1024), either) is var read and > 0)
                {
                    body.Advance(read);
                    if (body.WrittenCount > maximum)
                    {
                        return new TooLong();
                    }
                }

                return new Whole(AnswerText.Decode(body.WrittenSpan, content.Headers.ContentType?.CharSet));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Unreadable("did not come to its end in time");
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException or InvalidOperationException)
        {
            // The last is how a BrotliStream says that the bytes are none of its format.
            return new Unreadable("broke off");
        }
    }

    /// <summary>Null for a coding that is not known; codings are undone from the last to the first (RFC 9110, 8.4).</summary>
    private static Stream? Decompressed(Stream raw, IEnumerable<string> codings)
    {
        var stream = raw;
        foreach (var coding in codings.Reverse())
        {
#pragma warning disable CA2000 // Each stream closes the one within it, and the caller the outermost.
            Stream? inner = coding.ToUpperInvariant() switch
            {
                "GZIP" or "X-GZIP" => new GZipStream(stream, CompressionMode.Decompress),
                "DEFLATE" => new ZLibStream(stream, CompressionMode.Decompress),
                "BR" => new BrotliStream(stream, CompressionMode.Decompress),
                "IDENTITY" => stream,
                _ => null,
            };
#pragma warning restore CA2000
            if (inner is null)
            {
                return null;
            }

            stream = inner;
        }

        return stream;
    }
}
