using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using FlowFunctions.Core;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;
using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>
/// The records of runs in table <c>Runs</c>: a run and its steps are one row, so they change together. What a step of a flow's run is for its integration is a part of that row, too; earlier versions
/// wrote a record for it. Thread-safe.
/// </summary>
public sealed class RunStore(StorageTables tables)
{
    private const string RowKey = "run";
    private const string ResumedKey = "resumed";
    private const string ResumedByProperty = "By";
    private const string ContentProperty = "Document";
    private const string DetailPrefix = "detail-";
    private const int MaximumParallelWrites = 16;
    private const int TransactionLength = 100;

    private readonly TableClient _table = tables.Runs;

    /// <summary>Null where no run has this id; a run that is a step's is not found here (<see cref="FindStepAsync"/>), unless an earlier version wrote it.</summary>
    public async Task<RunDocument?> GetAsync(string runId, CancellationToken cancellationToken)
    {
        // What comes from a request's path may hold characters that storage refuses in a key.
        if (!ResourceId.IsValid(runId))
        {
            return null;
        }

        var row = await _table.GetEntityIfExistsAsync<TableEntity>(runId, RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.FindJson<RunDocument>(ContentProperty, RunJson.Options) : null;
    }

    /// <summary>The step of a flow's run that the integration run of this id is; null where there is none.</summary>
    public async Task<(RunDocument FlowRun, StepRecord Step)?> FindStepAsync(string runId, CancellationToken cancellationToken)
    {
        if (!ResourceId.IsValid(runId))
        {
            return null;
        }

        // Of the same millisecond as the flow's run: there are seldom more than one.
        var (first, behind) = ResourceId.MillisecondOf(runId);
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {behind} and RowKey eq {RowKey}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (row.FindJson<RunDocument>(ContentProperty, RunJson.Options) is { Kind: RunKind.Flow } run
                && run.Steps.FirstOrDefault(step => IntegrationRun.IdOf(run.Id, step.Referrer) == runId) is { } step)
            {
                return (run, step);
            }
        }

        return null;
    }

    /// <summary>A step of a flow's run that is over, with what the run's record has no room for.</summary>
    public async Task<StepRecord> WithDetailsAsync(string flowRunId, StepRecord step, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(flowRunId, DetailPrefix + step.Referrer, cancellationToken: cancellationToken);
        return row.HasValue && row.Value!.FindJson<StepRecord>(ContentProperty, RunJson.Options) is { } whole
            ? step with { Message = whole.Message, Details = whole.Details, Faults = whole.Faults }
            : step;
    }

    /// <summary>
    /// Writes the record, over an earlier one where there is one; writing the same again changes nothing. A hundred messages of the greatest length fit a row; where they do not, because their
    /// characters take more room, they are shortened there. What a flow's steps tell of single faults, and messages that had to be shortened, have a row for each step beside the record, which is
    /// written last. Single faults that do not fit their row are left out: how a run ended is put on record in any case.
    /// </summary>
    public Task PutAsync(RunDocument run, CancellationToken cancellationToken) =>
        PutAsync(
            run,
            async row =>
            {
                await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// As <see cref="PutAsync(RunDocument, CancellationToken)"/>, but that a record which has this end already stays as it is: single faults, and messages that a row has no room for, are in rows beside
    /// it, which would be written over by less. So does one with an end of the run's own, where the run was given up by somebody who has come later.
    /// </summary>
    public async Task PutUnlessEndedAsync(RunDocument run, CancellationToken cancellationToken)
    {
        for (var isWritten = false; !isWritten;)
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(run.Id, RowKey, cancellationToken: cancellationToken);
            var (version, known) = row.HasValue ? (row.Value!.ETag, row.Value.FindJson<RunDocument>(ContentProperty, RunJson.Options)) : (default, null);
            if (known is { EndDate: { } end } && (end == run.EndDate || (FirstEnd.IsItsOwn(known) && !FirstEnd.IsItsOwn(run))))
            {
                return;
            }

            isWritten = await PutAsync(run, async written => await _table.TryWriteAsync(written, version, cancellationToken) is not null, cancellationToken);
        }
    }

    /// <summary>The runs whose ids are of a time before <paramref name="instant"/>, oldest first: a range of the table's keys.</summary>
    public async IAsyncEnumerable<string> IdsBeforeAsync(DateTimeOffset instant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {ResourceId.FirstAt(instant)}");
        var last = "";
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey"], cancellationToken: cancellationToken))
        {
            if (row.PartitionKey != last)
            {
                yield return last = row.PartitionKey;
            }
        }
    }

    /// <summary>Keeps beside a run which one resumed it; of several, the last that is kept.</summary>
    public Task NoteResumedAsync(string runId, string resumedBy, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(runId, ResumedKey) { [ResumedByProperty] = resumedBy }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>The newest run that resumed it; null where none did.</summary>
    public async Task<string?> FindResumedByAsync(string runId, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(runId, ResumedKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetString(ResumedByProperty) : null;
    }

    /// <summary>Deletes the run with all that is kept beside it.</summary>
    public async Task DeleteAsync(string runId, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {runId}");
        var rows = await _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken).ToListAsync(cancellationToken);

        // The run's own row last: as long as it is there, the deletion is gone on with.
        foreach (var batch in rows.OrderBy(row => row.RowKey == RowKey).Chunk(TransactionLength))
        {
            var deletions = batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
            if (await _table.TrySubmitAsync(deletions, cancellationToken) is null)
            {
                // Somebody else deletes it.
                return;
            }
        }
    }

    /// <summary>Writes the record of a run that starts.</summary>
    /// <returns>False where the run has a record already, which is left as it is.</returns>
    public async Task<bool> TryAddAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var row = new TableEntity(run.Id, RowKey);
        row.WriteJson(ContentProperty, run, RunJson.Options);
        return await _table.TryWriteAsync(row, default, cancellationToken) is not null;
    }

    /// <summary>
    /// Writes the record of a run that starts over that of an earlier try of the same start, which has no orchestration: the flow may have been changed between the two, and steps are told from
    /// each other by their place. The run's end is written over both.
    /// </summary>
    /// <returns>Null where the record is written; else the end that the run has come to meanwhile, which is left as it is.</returns>
    public async Task<RunDocument?> RenewAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var row = new TableEntity(run.Id, RowKey);
        row.WriteJson(ContentProperty, run, RunJson.Options);
        while (true)
        {
            var known = await _table.GetEntityIfExistsAsync<TableEntity>(run.Id, RowKey, cancellationToken: cancellationToken);
            if (known.HasValue && known.Value!.FindJson<RunDocument>(ContentProperty, RunJson.Options) is { EndDate: not null } ended)
            {
                return ended;
            }

            if (await _table.TryWriteAsync(row, known.HasValue ? known.Value!.ETag : default, cancellationToken) is not null)
            {
                return null;
            }

            // Somebody has ended or deleted it meanwhile.
        }
    }

    /// <param name="run">The record.</param>
    /// <param name="write">Writes the run's row; false where somebody else was faster.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What <paramref name="write"/> returned.</returns>
    private async Task<bool> PutAsync(RunDocument run, Func<TableEntity, Task<bool>> write, CancellationToken cancellationToken)
    {
        var steps = run.Steps;
        if (run.Kind == RunKind.Flow)
        {
            await PutDetailsAsync(run.Id, steps.Where(step => step is { Details: not null } or { Faults: not null }), cancellationToken);
            run = run with { Steps = [.. steps.Select(step => step with { Details = null, Faults = null })] };
        }

        if (await TryPutAsync(run, write) is { } isWhole)
        {
            return isWhole;
        }

        if (run.Kind == RunKind.Flow)
        {
            await PutDetailsAsync(run.Id, steps.Where(step => step.Message is not null), cancellationToken);
        }

        run = run with { Faults = null, Steps = [.. run.Steps.Select(step => step with { Faults = null })] };
        bool? isWritten;
        for (var length = TargetText.MaximumMessageLength; (isWritten = await TryPutAsync(run, write)) is null; length /= 2)
        {
            run = run with { Details = null, Steps = [.. run.Steps.Select(step => step with { Message = Shortened(step.Message, length / 2), Details = null })] };
        }

        return isWritten.Value;
    }

    private async Task PutDetailsAsync(string runId, IEnumerable<StepRecord> steps, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelWrites, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(steps, options, async (step, token) =>
        {
            var row = new TableEntity(runId, DetailPrefix + step.Referrer);
            try
            {
                row.WriteJson(ContentProperty, step, RunJson.Options);
            }
            catch (DocumentTooLargeException)
            {
                // The message and the details are bounded, and fit.
                row.WriteJson(ContentProperty, step with { Faults = null }, RunJson.Options);
            }

            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, token);
        });
    }

    private static string? Shortened(string? message, int length) => message is null ? null : TargetText.Bound(message, Math.Max(length, 1));

    /// <returns>What <paramref name="write"/> returned; null where the record is too large for a row.</returns>
    private static async Task<bool?> TryPutAsync(RunDocument run, Func<TableEntity, Task<bool>> write)
    {
        var text = JsonSerializer.Serialize(run, RunJson.Options);
        var canBeShorter = run is { Faults: not null } or { Details: not null } || run.Steps.Any(step => step is { Message.Length: > 1 } or { Faults: not null } or { Details: not null });
        if (text.Length > LongText.MaximumLength && canBeShorter)
        {
            return null;
        }

        var row = new TableEntity(run.Id, RowKey);
        LongText.Write(row, ContentProperty, text);
        try
        {
            return await write(row);
        }
        catch (RequestFailedException exception) when (canBeShorter && exception.ErrorCode == TableErrorCode.EntityTooLarge)
        {
            return null;
        }
    }
}
