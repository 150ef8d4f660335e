using Azure.Data.Tables;
using FlowFunctions.Steps;
using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>The handles of a run's steps, beside the run in its partition of table <c>Runs</c>. Thread-safe.</summary>
public sealed class StepHandleStore(StorageTables tables)
{
    /// <summary>Of <see cref="StepHandle.Task"/>, in characters: that of a hundred writes that are open, each with a name of the greatest length.</summary>
    public const int MaximumTaskLength = 480_000;

    /// <summary>Of <see cref="StepHandle.Task"/> and <see cref="StepHandle.End"/> together: a row holds 1 MiB, two bytes to a character; the rest is for the other properties.</summary>
    private const int MaximumLength = 510_000;

    private const string KeyPrefix = "step-";
    private const string BehindKeys = "step.";
    private const string TaskProperty = nameof(StepHandle.Task);
    private const string EndProperty = nameof(StepHandle.End);

    private readonly TableClient _table = tables.Runs;

    /// <summary>A fresh handle where the step has none yet.</summary>
    public async Task<StepHandle> GetAsync(string runId, string referrer, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(runId, KeyPrefix + referrer, cancellationToken: cancellationToken);
        return row.HasValue ? ToHandle(row.Value!) : new StepHandle();
    }

    /// <summary>The handles of all steps of a run that have one, by referrer.</summary>
    public async Task<IReadOnlyDictionary<string, StepHandle>> GetAllAsync(string runId, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {runId} and RowKey ge {KeyPrefix} and RowKey lt {BehindKeys}");
        var handles = new Dictionary<string, StepHandle>(StringComparer.Ordinal);
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            handles[row.RowKey[KeyPrefix.Length..]] = ToHandle(row);
        }

        return handles;
    }

    /// <summary>Writes a handle over the one that it was made from.</summary>
    /// <returns>The handle as it is stored now; null where another writer was faster, and nothing is written.</returns>
    /// <exception cref="DocumentTooLargeException">The task is longer than <see cref="MaximumTaskLength"/>, or does not fit into the row together with the end.</exception>
    public async Task<StepHandle?> TrySaveAsync(string runId, string referrer, StepHandle handle, CancellationToken cancellationToken)
    {
        var row = new TableEntity(runId, KeyPrefix + referrer)
        {
            [nameof(StepHandle.Try)] = handle.Try,
            [nameof(StepHandle.Attempts)] = handle.Attempts,
            [nameof(StepHandle.Failures)] = handle.Failures,
            [nameof(StepHandle.Progress)] = handle.Progress,
            [nameof(StepHandle.Message)] = handle.Message,
            [nameof(StepHandle.Ahead)] = handle.Ahead,
            [nameof(StepHandle.HasWaited)] = handle.HasWaited,
            [nameof(StepHandle.TurnAt)] = handle.TurnAt,
            [nameof(StepHandle.IsCancelled)] = handle.IsCancelled,
        };
        if (handle.Task is { } task)
        {
            Require(task.Length, MaximumTaskLength);
            LongText.Write(row, TaskProperty, task);
        }

        if (handle.End is { } end)
        {
            row.WriteJson(EndProperty, end, RunJson.Options);
            Require((handle.Task?.Length ?? 0) + LongText.Read(row, EndProperty)!.Length, MaximumLength);
        }

        return await _table.TryWriteAsync(row, handle.ETag, cancellationToken) is { } version ? handle with { ETag = version } : null;
    }

    /// <summary>Keeps steps that have no handle from ever beginning: all of them, or none.</summary>
    /// <param name="runId">Of their run.</param>
    /// <param name="referrers">1 to 100.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where one has a handle; then nothing is written.</returns>
    public async Task<bool> TryCloseAsync(string runId, IEnumerable<string> referrers, CancellationToken cancellationToken) =>
        await _table.TrySubmitAsync(
            referrers.Select(referrer => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity(runId, KeyPrefix + referrer) { [nameof(StepHandle.Try)] = 1, [nameof(StepHandle.IsCancelled)] = true })),
            cancellationToken) is not null;

    private static void Require(int length, int maximum)
    {
        if (length > maximum)
        {
            throw new DocumentTooLargeException(length, maximum);
        }
    }

    private static StepHandle ToHandle(TableEntity row) => new()
    {
        Task = LongText.Read(row, TaskProperty),
        Try = row.GetInt32(nameof(StepHandle.Try)) ?? 1,
        Attempts = row.GetInt32(nameof(StepHandle.Attempts)) ?? 0,
        Failures = row.GetInt32(nameof(StepHandle.Failures)) ?? 0,
        Progress = row.GetDouble(nameof(StepHandle.Progress)),
        Message = row.GetString(nameof(StepHandle.Message)),
        Ahead = row.GetInt32(nameof(StepHandle.Ahead)),
        HasWaited = row.GetBoolean(nameof(StepHandle.HasWaited)) ?? false,
        TurnAt = row.GetDateTimeOffset(nameof(StepHandle.TurnAt))?.UtcDateTime,
        IsCancelled = row.GetBoolean(nameof(StepHandle.IsCancelled)) ?? false,
        End = row.FindJson<StepReport>(EndProperty, RunJson.Options),
        ETag = row.ETag,
    };
}
