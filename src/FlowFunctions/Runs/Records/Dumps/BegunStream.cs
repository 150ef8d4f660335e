namespace FlowFunctions.Runs;

/// <summary>
/// A stream whose beginning has been read, and is given out again: what cannot be read at all is known before anything is said of it. Reads, and seeks, as the stream does; disposes of it.
/// </summary>
internal sealed class BegunStream : Stream
{
    /// <summary>The stream buffers what came with them.</summary>
    private const int BeginningBytes = 4096;

    private readonly Stream _stream;
    private readonly ReadOnlyMemory<byte> _beginning;
    private long _position;

    private BegunStream(Stream stream, ReadOnlyMemory<byte> beginning) => (_stream, _beginning) = (stream, beginning);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _stream.Length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Reads the beginning of a stream that is at its first byte and can seek. Where that fails, the stream is disposed of.</summary>
    public static async Task<BegunStream> OfAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            var beginning = new byte[Math.Min(BeginningBytes, stream.Length)];
            await stream.ReadExactlyAsync(beginning, cancellationToken);
            return new(stream, beginning);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => Advance(TakeBeginning(buffer) is > 0 and var taken ? taken : _stream.Read(buffer));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Advance(TakeBeginning(buffer.Span) is > 0 and var taken ? taken : await _stream.ReadAsync(buffer, cancellationToken));

    /// <exception cref="IOException">The place is before the stream's beginning.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        };
        if (position < 0)
        {
            throw new IOException("A stream has nothing before its beginning.");
        }

        if (position >= _beginning.Length)
        {
            _stream.Position = position;
        }
        else if (_stream.Position != _beginning.Length)
        {
            // Where reading goes on, once the beginning has been given out.
            _stream.Position = _beginning.Length;
        }

        return _position = position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private int TakeBeginning(Span<byte> buffer)
    {
        if (_position >= _beginning.Length)
        {
            return 0;
        }

        var rest = _beginning.Span[(int)_position..];
        var taken = rest[..Math.Min(rest.Length, buffer.Length)];
        taken.CopyTo(buffer);
        return taken.Length;
    }

    private int Advance(int read)
    {
        _position += read;
        return read;
    }
}
