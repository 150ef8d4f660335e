using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>
/// The runs of each flow and integration in table <c>RunHistory</c>, newest first. A run gets the next number of its owner when it is
/// added, in one transaction with the owner's count; so a page is a range of keys and the total is one row, however long the
/// history is. Thread-safe.
/// </summary>
public sealed class RunHistory(StorageTables tables)
{
    private const string CountKey = "count";
    private const string CountProperty = "Count";
    private const string NumberProperty = "Number";
    private const string RunProperty = "Run";
    private const long LastNumber = 9_999_999_999;

    private readonly TableClient _table = tables.RunHistory;

    /// <summary>
    /// Adds the run to its owner's history, or writes it over its earlier entry. At-least-once: however often it is called, the
    /// history has one entry for the run.
    /// </summary>
    public async Task PutAsync(RunDocument run, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await _table.GetEntityIfExistsAsync<TableEntity>(run.OwnerId, RunKey(run.Id), cancellationToken: cancellationToken);
            if (known.HasValue)
            {
                await _table.UpsertEntityAsync(Entry(run, known.Value!.GetInt64(NumberProperty)!.Value), TableUpdateMode.Replace, cancellationToken);
                return;
            }

            if (await TryAddAsync(run, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>One page, newest first, and how many runs there are in all.</summary>
    public async Task<ListPage<RunDocument>> PageAsync(string ownerId, int limit, int offset, CancellationToken cancellationToken)
    {
        var counted = await _table.GetEntityIfExistsAsync<TableEntity>(ownerId, CountKey, cancellationToken: cancellationToken);
        var total = counted.HasValue ? counted.Value!.GetInt64(CountProperty)!.Value : 0;
        var newest = total - offset;
        var runs = new List<RunDocument>();
        if (newest > 0 && limit > 0)
        {
            var oldest = Math.Max(1, newest - limit + 1);
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {ownerId} and RowKey ge {NumberKey(newest)} and RowKey le {NumberKey(oldest)}");
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                runs.Add(JsonSerializer.Deserialize<RunDocument>(LongText.Read(row, RunProperty) ?? "null", RunJson.Options)
                    ?? throw new InvalidDataException($"The row {row.PartitionKey}/{row.RowKey} has no run."));
            }
        }

        return new(runs, offset, (int)total);
    }

    /// <returns>False where another writer was faster.</returns>
    private async Task<bool> TryAddAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var counted = await _table.GetEntityIfExistsAsync<TableEntity>(run.OwnerId, CountKey, cancellationToken: cancellationToken);
        var number = (counted.HasValue ? counted.Value!.GetInt64(CountProperty)!.Value : 0) + 1;
        var count = new TableEntity(run.OwnerId, CountKey) { [CountProperty] = number };
        TableTransactionAction[] actions =
        [
            counted.HasValue
                ? new(TableTransactionActionType.UpdateReplace, count, counted.Value!.ETag)
                : new(TableTransactionActionType.Add, count),
            new(TableTransactionActionType.Add, new TableEntity(run.OwnerId, RunKey(run.Id)) { [NumberProperty] = number }),
            new(TableTransactionActionType.Add, Entry(run, number)),
        ];
        try
        {
            await _table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return false;
        }
    }

    private static TableEntity Entry(RunDocument run, long number)
    {
        var row = new TableEntity(run.OwnerId, NumberKey(number));
        LongText.Write(row, RunProperty, JsonSerializer.Serialize(run with { Steps = [], Details = null }, RunJson.Options));
        return row;
    }

    private static string RunKey(string runId) => "run-" + runId;

    /// <summary>The complement of the number: tables sort ascending, and the newest comes first.</summary>
    private static string NumberKey(long number) => "n" + (LastNumber - number).ToString("D10", CultureInfo.InvariantCulture);
}
