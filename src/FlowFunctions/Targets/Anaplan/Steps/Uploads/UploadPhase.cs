using System.Net;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Brings a source into a file of the model, chunk by chunk: one is read while others are compressed and sent. A transfer that was cut goes on at the chunk where it was.</summary>
internal sealed class UploadPhase(AnaplanApi api, StoreConnections stores, TaskStarter starter)
{
    /// <summary>Of the source, before compression. The service takes 1 to 50 MB.</summary>
    public const int ChunkBytes = 8 * 1024 * 1024;

    private const int UnknownChunkCount = -1;

    /// <summary>Of one source: one that is replaced more often is being written to while it is read, and a service that does not take it as often will not.</summary>
    private const int MaximumUploadsBegunAnew = 3;

    /// <summary>Of answers to <c>complete</c> that do not say that the model has the whole file, to one upload.</summary>
    private const int MaximumUntold = 3;

    /// <returns>Null when the file is whole; otherwise the pause until the next leg.</returns>
    public async Task<TargetReply?> RunAsync(Leg leg, JobInput job, CancellationToken cancellationToken)
    {
        var fileId = job.Action.FileId ?? throw new InvalidOperationException("An import job has a file.");
        var store = await stores.OpenAsync(job.Item.ConnectionId, job.Type.Store, cancellationToken);
        if (leg.State.Upload is null)
        {
            var source = await store.FindAsync(job.Item.Name, cancellationToken);
            if (await starter.WaitForOthersAsync(leg, leg.Work.ProcessId ?? job.Action.ActionId, cancellationToken) is { } wait)
            {
                // One that runs may be reading the file.
                return wait;
            }

            await api.OpenUploadAsync(leg.Model, fileId, UnknownChunkCount, cancellationToken);
            await SaveAsync(leg, new UploadState { Source = source }, cancellationToken);
        }

        try
        {
            if (!leg.State.Upload!.IsCompleting && !await SendAsync(leg, store, fileId, cancellationToken))
            {
                return leg.Pause(TimeSpan.Zero, Done(leg.State.Upload), Message(leg.State.Upload));
            }
        }
        catch (StoreException changed) when (changed.Fault == StoreFault.SourceChanged && MayBeginAnew(leg))
        {
            // What is over is of no use: the whole file again, as it is now.
            await BeginAnewAsync(leg, $"{leg.State.Upload!.Source.Name} was replaced while it was read; its upload begins anew.", cancellationToken);
            return new TargetReply.Unavailable(changed.Message, changed.ErrorCode, IsTaskRunning: false);
        }

        if (!leg.State.Upload.IsCompleting && leg.State.Upload.Source.Bytes is { } all && leg.State.Upload.Bytes != all)
        {
            var incomplete = $"{leg.State.Upload.Source.Name} has {ByteText.Of(all)}, and {ByteText.Of(leg.State.Upload.Bytes)} of it could be read. Nothing was imported. Run the step again.";
            if (!MayBeginAnew(leg))
            {
                throw new AnaplanException(RunErrorCodes.RejectedByTarget, incomplete);
            }

            await BeginAnewAsync(leg, incomplete, cancellationToken);
            return leg.Pause(BackOff.Shortest);
        }

        if (!await CompleteAsync(leg, fileId, cancellationToken))
        {
            return leg.Pause(BackOff.Shortest);
        }

        await leg.SaveAsync(leg.State.WithRows(job.Action.ActionId, leg.State.Upload.Rows?.Rows).NextStage(), null, null, cancellationToken);
        return null;
    }

    /// <summary>A source is not sent for ever.</summary>
    private static bool MayBeginAnew(Leg leg) => leg.State.UploadsBegunAnew < MaximumUploadsBegunAnew;

    private static Task BeginAnewAsync(Leg leg, string why, CancellationToken cancellationToken) =>
        leg.SaveAsync(leg.State with { Upload = null, UploadsBegunAnew = leg.State.UploadsBegunAnew + 1 }, 0, why, cancellationToken);

    /// <returns>False where the upload begins anew, or is to be completed once more.</returns>
    private async Task<bool> CompleteAsync(Leg leg, string fileId, CancellationToken cancellationToken)
    {
        var wasAsked = leg.State.Upload!.IsCompleting;
        if (!wasAsked)
        {
            await SaveAsync(leg, leg.State.Upload with { IsCompleting = true }, cancellationToken);
        }

        CompletedUpload completed;
        try
        {
            completed = await api.CompleteUploadAsync(leg.Model, fileId, cancellationToken);
        }
        catch (AnaplanException busy) when (!wasAsked && busy.IsBusy && !busy.MayHaveArrived)
        {
            // Not taken, for sure: the next one is the first again.
            await leg.SaveAsync(leg.State with { Upload = leg.State.Upload with { IsCompleting = false } }, null, null, cancellationToken);
            throw;
        }
        catch (AnaplanException refusal) when (refusal.Status is HttpStatusCode.BadRequest || (wasAsked && refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict))
        {
            // Either it was complete already, or not all of it has come, or what there was of it is gone; only a new upload is whole for sure. It may go the same way, and not for ever.
            await BeginAnewOrFailAsync(leg, $"Whether {leg.State.Upload.Source.Name} is whole in the model is unknown; its upload begins anew.", refusal, cancellationToken);
            return false;
        }

        var sent = Math.Max(1, leg.State.Upload.Chunks);
        var chunks = completed.ChunkCount is > 0 and var told ? told : await CountAsync(leg, fileId, cancellationToken);
        if (completed.IsTold && (chunks is null || chunks == sent))
        {
            return true;
        }

        // It may be a gateway's answer, or a list that is late: the next one tells, or the refusal of what is complete already.
        var untold = leg.State.Upload.Untold + 1;
        await leg.SaveAsync(leg.State with { Upload = leg.State.Upload with { Untold = untold } }, null, null, cancellationToken);
        if (untold >= MaximumUntold)
        {
            var what = $"Anaplan {(chunks is { } there && there != sent ? $"has {there} of its {sent} chunks" : "does not say that it has the whole")}.";
            await BeginAnewOrFailAsync(leg, $"{leg.State.Upload.Source.Name} was sent whole, and {what}", new AnaplanException(RunErrorCodes.RejectedByTarget, what), cancellationToken);
        }

        return false;
    }

    private static async Task BeginAnewOrFailAsync(Leg leg, string why, AnaplanException fault, CancellationToken cancellationToken)
    {
        if (!MayBeginAnew(leg))
        {
            var upload = leg.State.Upload!;
            throw new AnaplanException(
                fault.ErrorCode,
                $"{upload.Source.Name} was sent {MaximumUploadsBegunAnew + 1} times, whole ({ByteText.Of(upload.Bytes)}), and Anaplan said of none that it has it. Nothing was imported. {fault.Message}",
                fault);
        }

        await BeginAnewAsync(leg, why, cancellationToken);
    }

    /// <returns>How many chunks the model's list of files has of it; null where it does not say, or cannot be had.</returns>
    private async Task<int?> CountAsync(Leg leg, string fileId, CancellationToken cancellationToken)
    {
        try
        {
            return (await api.ListFilesAsync(leg.Model, cancellationToken)).FirstOrDefault(listed => listed.Id == fileId)?.ChunkCount is >= 0 and var count ? count : null;
        }
        catch (AnaplanException refused) when (!refused.IsTransient)
        {
            // A user may use a file and not see the list.
            return null;
        }
    }

    /// <returns>False where the leg is over before the source is.</returns>
    private async Task<bool> SendAsync(Leg leg, IDataStore store, string fileId, CancellationToken cancellationToken)
    {
        var last = leg.State.Upload!;
        await using var window = new UploadWindow(api, leg.Model, fileId, cancellationToken);
        await foreach (var chunk in store.ReadAsync(last.Source, last.From, ChunkBytes, cancellationToken))
        {
            var rows = last.Rows ?? (last.Chunks == 0 ? default : RowCount.Unknown);
            last = last with { Chunks = last.Chunks + 1, Bytes = last.Bytes + chunk.Bytes.Length, Rows = rows.With(chunk.Bytes.Span), From = chunk.Next };
            if (window.IsFull)
            {
                await SaveAsync(leg, await window.TakeAsync(), cancellationToken);
            }

            window.Send(chunk, last);
            if (leg.IsOver)
            {
                break;
            }
        }

        while (!window.IsEmpty)
        {
            await SaveAsync(leg, await window.TakeAsync(), cancellationToken);
        }

        if (last.Chunks == 0)
        {
            // An empty file is one empty chunk: without any, the file would keep what it held.
            using var empty = GzipChunk.Of([]);
            await api.UploadChunkAsync(leg.Model, fileId, 0, empty.Bytes, cancellationToken);
        }

        // A source that ends with the leg shows it in the next one, by having nothing more.
        return !leg.IsOver;
    }

    private static Task SaveAsync(Leg leg, UploadState upload, CancellationToken cancellationToken) =>
        leg.SaveAsync(leg.State with { Upload = upload, BusySince = upload.IsCompleting ? leg.State.BusySince : null }, Done(upload), Message(upload), cancellationToken);

    private static double? Done(UploadState upload) => upload.Source.Bytes is > 0 and var all ? (double)upload.Bytes / all : null;

    private static string Message(UploadState upload) => upload.Source.Bytes is { } all
        ? $"Uploading {upload.Source.Name}: {ByteText.Of(upload.Bytes)} of {ByteText.Of(all)}"
        : $"Uploading {upload.Source.Name}: {ByteText.Of(upload.Bytes)}";
}
