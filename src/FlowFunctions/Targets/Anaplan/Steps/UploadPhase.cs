using FlowFunctions.Core.Integrations;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Brings a source into a file of the model, chunk by chunk: one is read while others are compressed and sent. A transfer that was cut goes on at the chunk where it was.</summary>
internal sealed class UploadPhase(AnaplanApi api, StoreConnections stores)
{
    /// <summary>Of the source, before compression. The service takes 1 to 50 MB.</summary>
    public const int ChunkBytes = 8 * 1024 * 1024;

    /// <summary>Compressed or sent at the same time. With the one that is read they are what an upload holds in memory.</summary>
    public const int ChunksInFlight = 3;

    private const int UnknownChunkCount = -1;

    /// <returns>Null when the file is whole; otherwise the pause until the next leg.</returns>
    public async Task<TargetReply?> RunAsync(Leg leg, JobInput job, CancellationToken cancellationToken)
    {
        var fileId = job.Action.FileId ?? throw new InvalidOperationException("An import job has a file.");
        var store = await stores.OpenAsync(job.Item.ConnectionId, job.Type.Store, cancellationToken);
        if (leg.State.Upload is null)
        {
            var source = await store.FindAsync(job.Item.Name, cancellationToken);
            await api.OpenUploadAsync(leg.Model, fileId, UnknownChunkCount, cancellationToken);
            await SaveAsync(leg, new UploadState { Source = source }, cancellationToken);
        }

        try
        {
            if (!await SendAsync(leg, store, fileId, cancellationToken))
            {
                return leg.Pause(TimeSpan.Zero, Done(leg.State.Upload!), Message(leg.State.Upload!));
            }
        }
        catch (StoreException changed) when (changed.Fault == StoreFault.SourceChanged)
        {
            // What is over is of no use: the whole file again, as it is now. It may not be replaced for ever.
            await leg.SaveAsync(leg.State with { Upload = null }, 0, $"{leg.State.Upload!.Source.Name} was replaced while it was read; its upload begins anew.", cancellationToken);
            return new TargetReply.Unavailable(changed.Message, changed.ErrorCode, IsTaskRunning: false);
        }

        await api.CompleteUploadAsync(leg.Model, fileId, cancellationToken);
        await leg.SaveAsync(leg.State.NextStage(), null, null, cancellationToken);
        return null;
    }

    /// <returns>False where the leg is over before the source is.</returns>
    private async Task<bool> SendAsync(Leg leg, IDataStore store, string fileId, CancellationToken cancellationToken)
    {
        var begin = leg.State.Upload!;
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var inFlight = new Queue<(Task Sent, UploadState After)>();
        var next = begin.Chunks;
        var bytes = begin.Bytes;
        try
        {
            await foreach (var chunk in store.ReadAsync(begin.Source, begin.From, ChunkBytes, given.Token))
            {
                bytes += chunk.Bytes.Length;
                var after = begin with { Chunks = next + 1, Bytes = bytes, From = chunk.Next };
                inFlight.Enqueue((SendAsync(leg.Model, fileId, next++, chunk, given.Token), after));
                if (inFlight.Count >= ChunksInFlight)
                {
                    await TakeAsync(leg, inFlight, cancellationToken);
                }

                if (leg.IsOver)
                {
                    await TakeAllAsync(leg, inFlight, cancellationToken);
                    return false;
                }
            }

            await TakeAllAsync(leg, inFlight, cancellationToken);
            if (next == 0)
            {
                // An empty file is one empty chunk: without any, the file would keep what it held.
                using var empty = GzipChunk.Of([]);
                await api.UploadChunkAsync(leg.Model, fileId, 0, empty.Bytes, cancellationToken);
            }

            return true;
        }
        catch
        {
            // Nothing may still be sent when the transfer goes on elsewhere. Their own faults are not what ended it.
            await given.CancelAsync();
            await Task.WhenAll(inFlight.Select(chunk => chunk.Sent)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    private async Task SendAsync(ModelAddress model, string fileId, int index, SourceChunk chunk, CancellationToken cancellationToken)
    {
        GzipChunk compressed;
        using (chunk)
        {
            compressed = await Task.Run(() => GzipChunk.Of(chunk.Bytes.Span), cancellationToken);
        }

        using (compressed)
        {
            await api.UploadChunkAsync(model, fileId, index, compressed.Bytes, cancellationToken);
        }
    }

    private static async Task TakeAllAsync(Leg leg, Queue<(Task Sent, UploadState After)> inFlight, CancellationToken cancellationToken)
    {
        while (inFlight.Count > 0)
        {
            await TakeAsync(leg, inFlight, cancellationToken);
        }
    }

    /// <summary>Takes the chunks in order, so that what is stored has no gap.</summary>
    private static async Task TakeAsync(Leg leg, Queue<(Task Sent, UploadState After)> inFlight, CancellationToken cancellationToken)
    {
        await inFlight.Peek().Sent;
        await SaveAsync(leg, inFlight.Dequeue().After, cancellationToken);
    }

    private static Task SaveAsync(Leg leg, UploadState upload, CancellationToken cancellationToken) =>
        leg.SaveAsync(leg.State with { Upload = upload }, Done(upload), Message(upload), cancellationToken);

    private static double? Done(UploadState upload) => upload.Source.Bytes is > 0 and var all ? (double)upload.Bytes / all : null;

    private static string Message(UploadState upload) => upload.Source.Bytes is { } all
        ? $"Uploading {upload.Source.Name}: {ByteText.Of(upload.Bytes)} of {ByteText.Of(all)}"
        : $"Uploading {upload.Source.Name}: {ByteText.Of(upload.Bytes)}";
}
