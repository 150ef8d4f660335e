using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace FlowFunctions.LocalHost.Http;

/// <summary>
/// Gives a body to what the web server answers by itself: to a request that is malformed, too long or too late it sends a status and nothing else, before anything
/// that could be configured or handled. So the bytes of its answers are looked at where they leave; all but those few pass as they are. Connections with TLS pass
/// unseen.
/// </summary>
internal static class BareErrors
{
    /// <summary>For <c>ListenOptions.Use</c>.</summary>
    public static ConnectionDelegate Dress(ConnectionDelegate next) => async connection =>
    {
        var transport = connection.Transport;
        var output = PipeWriter.Create(new Answers(transport.Output.AsStream(leaveOpen: true)), new StreamPipeWriterOptions(leaveOpen: true));
        connection.Transport = new Duplex(transport.Input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            // What is still unwritten where the caller is gone is nobody's.
            await output.CompleteAsync();
            connection.Transport = transport;
        }
    };

    /// <summary>The answer with a body; null for one that has its own, and for anything else.</summary>
    internal static byte[]? Dressed(ReadOnlySpan<byte> written)
    {
        // "HTTP/1.1 4xx" or 5xx, a head without more, and the connection ends with it.
        if (written.Length is < 16 or > 1024 || !written.StartsWith("HTTP/1.1 "u8) || written[9] is not ((byte)'4' or (byte)'5') || !written.EndsWith("\r\n\r\n"u8))
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(written[..^4]).Split("\r\n");
        if (!lines.Contains("Content-Length: 0", StringComparer.OrdinalIgnoreCase)
            || !lines.Contains("Connection: close", StringComparer.OrdinalIgnoreCase)
            || lines.Any(line => line.Length == 0)
            || !int.TryParse(lines[0].AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return null;
        }

        var body = HostAnswer.Body(code, HostAnswer.MessageOf(code));
        var head = new StringBuilder();
        foreach (var line in lines.Where(line => !line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append(line).Append("\r\n");
        }

        foreach (var (name, value) in HostAnswer.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        head.Append("Content-Type: ").Append(HostAnswer.ContentType).Append("\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    /// <summary>Writes what is flushed, at once each time.</summary>
    private sealed class Answers(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(Dressed(buffer.Span) ?? buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(Dressed(buffer.AsSpan(offset, count)) ?? buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
