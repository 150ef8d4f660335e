namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Takes bytes into a rented buffer that grows with them: what is not known to be large is not given room for it. Disposing gives it back.</summary>
internal sealed class RentedStream : Stream
{
    private const int FirstSize = 4 * 1024 * 1024;

    private byte[] _buffer = TransferBuffers.Pool.Rent(FirstSize);
    private int _length;

    /// <summary>Until the stream is disposed, or written to.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_length + buffer.Length > _buffer.Length)
        {
            Grow(_length + buffer.Length);
        }

        buffer.CopyTo(_buffer.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer.Length > 0)
        {
            TransferBuffers.Pool.Return(_buffer);
            (_buffer, _length) = ([], 0);
        }

        base.Dispose(disposing);
    }

    private void Grow(int atLeast)
    {
        var larger = TransferBuffers.Pool.Rent(Math.Max(atLeast, _buffer.Length * 2));
        Written.Span.CopyTo(larger);
        TransferBuffers.Pool.Return(_buffer);
        _buffer = larger;
    }
}
