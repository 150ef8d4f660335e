namespace FlowFunctions.Targets.Stores;

/// <summary>Bytes of a source, in a buffer of <see cref="TransferBuffers"/> that disposal gives back: nobody may look at them after that.</summary>
/// <param name="rented">From there; the chunk owns it from here on.</param>
/// <param name="length">How much of it is filled.</param>
/// <param name="next">See <see cref="Next"/>.</param>
internal sealed class SourceChunk(byte[] rented, int length, string next) : IDisposable
{
    private byte[]? _rented = rented;

    /// <exception cref="ObjectDisposedException">The buffer was given back.</exception>
    public ReadOnlyMemory<byte> Bytes =>
        _rented is { } buffer ? buffer.AsMemory(0, length) : throw new ObjectDisposedException(nameof(SourceChunk));

    /// <summary>Where the bytes after this chunk begin: opaque, for <see cref="IDataStore.ReadAsync"/>.</summary>
    public string Next { get; } = next;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } buffer)
        {
            TransferBuffers.Pool.Return(buffer);
        }
    }
}
