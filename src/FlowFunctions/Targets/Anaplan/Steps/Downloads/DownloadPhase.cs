using System.Net;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Brings an export's file to where it goes, block by block: one is fetched while another is written. A transfer that was cut goes on at the block where it was.</summary>
internal sealed class DownloadPhase(AnaplanApi api, StoreConnections stores)
{
    /// <summary>From an export's end to the time at which a file that is not there is missing.</summary>
    private static readonly TimeSpan FileWithin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FileAgainAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StoreAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Begins the write.</summary>
    /// <exception cref="StoreException">What is there may not be replaced, or the store refuses.</exception>
    public async Task OpenAsync(Leg leg, int job, CancellationToken cancellationToken)
    {
        var item = leg.Work.Jobs[job].Item;
        var store = await OpenStoreAsync(leg.Work, job, cancellationToken);
        var state = await store.BeginWriteAsync(ExportNames.Of(item.Name, leg.Call.Name), item.Overwrite, OperationIdOf(leg, job), cancellationToken);
        await leg.SaveAsync(leg.State.NextStage().WithWrite(job, state), null, null, cancellationToken);
    }

    /// <returns>Null when the file is where it goes; otherwise the pause until the next leg.</returns>
    public async Task<TargetReply?> RunAsync(Leg leg, int job, CancellationToken cancellationToken)
    {
        var store = await OpenStoreAsync(leg.Work, job, cancellationToken);
        try
        {
            if (!(leg.State.Download?.IsWhole ?? false) && !await TransferAsync(leg, job, store, cancellationToken))
            {
                return leg.Pause(TimeSpan.Zero, message: Message(leg, job, leg.State.Download?.Bytes ?? 0));
            }
        }
        catch (AnaplanException absent) when (absent.Status == HttpStatusCode.NotFound && leg.State.Download is null && leg.Now - leg.State.TaskEndedAt < FileWithin)
        {
            return leg.Pause(FileAgainAfter, message: $"Waiting for the file of the export to {leg.Work.Jobs[job].Item.Name}");
        }

        if (await store.CompleteWriteAsync(leg.State.Writes[job], cancellationToken) is not { } place)
        {
            return leg.Pause(StoreAgainAfter, message: $"Waiting for {leg.Work.Jobs[job].Item.Name} to be loaded");
        }

        var outcome = leg.State.Outcome.With($"{ByteText.Of(leg.State.Download!.Bytes)} exported to {place}.");
        await leg.SaveAsync(leg.State.NextStage().WithWrite(job, null) with { Outcome = outcome }, null, null, cancellationToken);
        return null;
    }

    /// <summary>Gives up all writes that are not complete: best effort.</summary>
    /// <returns>Null where all are given up; otherwise why not.</returns>
    public async Task<string?> AbandonAsync(AnaplanWork work, StepState state, CancellationToken cancellationToken)
    {
        string? fault = null;
        foreach (var (job, write) in state.Writes)
        {
            try
            {
                var store = await OpenStoreAsync(work, job, cancellationToken);
                await store.AbandonWriteAsync(write, cancellationToken);
            }
            catch (StoreException exception)
            {
                fault = exception.Message;
            }
        }

        return fault;
    }

    /// <returns>False where the leg is over before the file is.</returns>
    private async Task<bool> TransferAsync(Leg leg, int job, IDataStore store, CancellationToken cancellationToken)
    {
        var begin = leg.State.Download ?? new DownloadState();
        var mayBeEmpty = !(leg.Now - leg.State.TaskEndedAt < FileWithin);
        await using var reader = new ExportReader(api, leg.Model, leg.Work.Jobs[job].Action.ActionId, begin, mayBeEmpty, cancellationToken);
        do
        {
            using var block = await reader.ReadAsync();
            await WriteAsync(leg, job, store, block, cancellationToken);
        }
        while (!leg.State.Download!.IsWhole && !leg.IsOver);

        return leg.State.Download.IsWhole;
    }

    private static async Task WriteAsync(Leg leg, int job, IDataStore store, ExportBlock block, CancellationToken cancellationToken)
    {
        var write = await store.WriteBlockAsync(leg.State.Writes[job], block.After.Blocks - 1, block.After.IsWhole, block.Bytes, cancellationToken);
        var next = leg.State.WithWrite(job, write) with { Download = block.After };
        await leg.SaveAsync(next, null, Message(leg, job, block.After.Bytes), cancellationToken);
    }

    private Task<IDataStore> OpenStoreAsync(AnaplanWork work, int job, CancellationToken cancellationToken) =>
        stores.OpenAsync(work.Jobs[job].Item.ConnectionId, work.Jobs[job].Type.Store, cancellationToken);

    private static string Message(Leg leg, int job, long bytes) => $"Exporting to {leg.Work.Jobs[job].Item.Name}: {ByteText.Of(bytes)}";

    private static string OperationIdOf(Leg leg, int job) => $"{leg.Call.OperationId}-{job}";
}
