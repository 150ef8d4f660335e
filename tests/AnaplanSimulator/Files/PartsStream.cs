namespace AnaplanSimulator.Files;

/// <summary>Reads parts of files as if they were one. Only forward.</summary>
internal sealed class PartsStream(IReadOnlyList<ContentPart> parts) : Stream
{
    private int _next;
    private FileStream? _current;
    private long _leftInCurrent;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; } = parts.Sum(part => part.Length);

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || !TryMoveToBytes())
            return 0;
        return Took(await _current!.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _leftInCurrent)], cancellationToken));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        count == 0 || !TryMoveToBytes() ? 0 : Took(_current!.Read(buffer, offset, (int)Math.Min(count, _leftInCurrent)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _current?.Dispose();
        base.Dispose(disposing);
    }

    private bool TryMoveToBytes()
    {
        while (_leftInCurrent == 0)
        {
            _current?.Dispose();
            _current = null;
            if (_next == parts.Count)
                return false;
            var part = parts[_next++];
            _current = new FileStream(part.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16, useAsync: true) { Position = part.Offset };
            _leftInCurrent = part.Length;
        }

        return true;
    }

    private int Took(int count)
    {
        if (count == 0)
            throw new EndOfStreamException("A part is shorter than it was.");
        _leftInCurrent -= count;
        _position += count;
        return count;
    }
}
