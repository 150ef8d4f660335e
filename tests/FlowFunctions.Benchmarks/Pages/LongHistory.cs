using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>A history of many runs, of which none was run: rows as the application writes them, many at once.</summary>
internal static class LongHistory
{
    /// <summary>Two rows each fill a transaction.</summary>
    private const int AtOnce = 50;

    /// <param name="storage">Where the application has started once.</param>
    /// <param name="flow">The flow's id; its history is empty.</param>
    /// <param name="count">Of runs, the last of which was an hour ago, an hour apart.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task CreateAsync(AzuriteEndpoints storage, string flow, int count, CancellationToken cancellationToken)
    {
        var table = new StorageTables(new TableServiceClient(storage.ConnectionString), Options.Create(new StorageOptions())).RunHistory;
        var now = TimeProvider.System.GetUtcNow();
        foreach (var numbers in Enumerable.Range(1, count).Chunk(AtOnce))
        {
            var rows = numbers.SelectMany(number => RowsOf(flow, number, now.AddHours(number - count - 1)));
            await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken);
        }

        await table.AddEntityAsync(HistoryRows.Count(flow, count, trimmed: 0), cancellationToken);
    }

    private static IEnumerable<TableEntity> RowsOf(string flow, int number, DateTimeOffset start)
    {
        var run = new RunDocument
        {
            Id = ResourceId.New(start),
            Kind = RunKind.Flow,
            OwnerId = flow,
            Name = "Long history",
            Trigger = new("planner@example.com", RunTrigger.Scheduled),
            TraceId = number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture),
            StartDate = start.UtcDateTime,
            EndDate = start.UtcDateTime.AddMinutes(7),
            Result = new(Success: true, "All steps completed.", ErrorCode: null),
        };
        return [new(flow, HistoryRows.RunKey(run.Id)) { [HistoryRows.NumberProperty] = (long)number }, HistoryRows.Entry(run, number)];
    }
}
