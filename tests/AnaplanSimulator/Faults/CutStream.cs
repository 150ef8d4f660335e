namespace AnaplanSimulator.Faults;

/// <summary>Sends so many bytes and then cuts the connection.</summary>
internal sealed class CutStream(Stream inner, long left, Action cut) : AnswerStream(inner)
{
    private long _left = left;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var now = buffer[..(int)Math.Min(buffer.Length, _left)];
        await Inner.WriteAsync(now, cancellationToken);
        _left -= now.Length;
        if (now.Length == buffer.Length)
            return;
        await Inner.FlushAsync(cancellationToken);
        cut();
        throw new IOException("The simulator was told to cut this answer.");
    }
}
