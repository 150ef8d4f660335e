namespace AnaplanSimulator.Faults;

/// <summary>Sends pieces of one size, each of them at once.</summary>
internal sealed class PiecewiseStream(Stream inner, int size) : AnswerStream(inner)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var piece = buffer[..Math.Min(size, buffer.Length)];
            await Inner.WriteAsync(piece, cancellationToken);
            await Inner.FlushAsync(cancellationToken);
            buffer = buffer[piece.Length..];
        }
    }
}
