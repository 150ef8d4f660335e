using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>
/// The chunks of an upload that are being compressed or sent, a bounded number at once. They are taken in the order in which they were given, so that what is
/// known to be over has no gap. Disposing ends those that are still on their way.
/// </summary>
internal sealed class UploadWindow(AnaplanApi api, ModelAddress model, string fileId, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>With the one that is read, what an upload holds in memory. Two are a third faster within one machine, and take the application over 200 MiB.</summary>
    public const int Size = 1;

    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly Queue<(Task Sent, UploadState After)> _chunks = new();

    public bool IsEmpty => _chunks.Count == 0;

    public bool IsFull => _chunks.Count >= Size;

    /// <param name="chunk">Disposed when it has been compressed.</param>
    /// <param name="after">How far the upload is once the chunk, and all before it, are over.</param>
    public void Send(SourceChunk chunk, UploadState after) => _chunks.Enqueue((SendAsync(chunk, after.Chunks - 1), after));

    /// <summary>How far the upload is when the oldest chunk is over, which this waits for.</summary>
    public async Task<UploadState> TakeAsync()
    {
        await _chunks.Peek().Sent;
        return _chunks.Dequeue().After;
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing may still be sent when the transfer goes on elsewhere. What these meet is not what ended it.
        await _ended.CancelAsync();
        foreach (var (sent, _) in _chunks)
        {
            await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _ended.Dispose();
    }

    private async Task SendAsync(SourceChunk chunk, int index)
    {
        GzipChunk compressed;
        using (chunk)
        {
            compressed = await Task.Run(() => GzipChunk.Of(chunk.Bytes.Span), _ended.Token);
        }

        using (compressed)
        {
            await api.UploadChunkAsync(model, fileId, index, compressed.Bytes, _ended.Token);
        }
    }
}
