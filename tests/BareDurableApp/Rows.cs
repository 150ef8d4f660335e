using Azure.Data.Tables;

namespace BareDurableApp;

/// <summary>
/// As many requests of tables as a run of Flow Functions makes, of the same kinds, at the same points, with rows that say nothing: what has to be paid for them alone, whoever makes them. One takes
/// 12 + one a call.
/// </summary>
public sealed class Rows(TableServiceClient service)
{
    private const int Calls = 4;

    private readonly TableClient _documents = service.GetTableClient("BareDocuments");
    private readonly TableClient _runs = service.GetTableClient("BareRuns");
    private readonly TableClient _history = service.GetTableClient("BareHistory");

    /// <summary>Makes the tables where they are not there.</summary>
    public async Task CreateAsync()
    {
        foreach (var table in (TableClient[])[_documents, _runs, _history])
        {
            await table.CreateIfNotExistsAsync();
        }
    }

    /// <summary>Two reads, and two writes.</summary>
    public async Task StartAsync(string run, CancellationToken cancellationToken)
    {
        await _documents.GetEntityIfExistsAsync<TableEntity>("flows", run, select: null, cancellationToken);
        await foreach (var _ in _documents.QueryAsync<TableEntity>(row => row.PartitionKey == "integrations", cancellationToken: cancellationToken))
        {
            // The requests are what counts.
        }

        await _documents.UpsertEntityAsync(Row("flows", run), TableUpdateMode.Replace, cancellationToken);
        await _runs.AddEntityAsync(Row(run, "run"), cancellationToken);
    }

    /// <summary>One write.</summary>
    public Task CallAsync(string run, string step, CancellationToken cancellationToken) => _runs.AddEntityAsync(Row(run, step), cancellationToken);

    /// <summary>Six transactions, and two writes.</summary>
    public async Task EndAsync(string run, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, Calls + 1).Select(number =>
            TransactAsync(_history, [Row($"{run}-{number}", "number"), Row($"{run}-{number}", "count"), Row($"{run}-{number}", "entry")], cancellationToken)));
        await TransactAsync(_documents, [.. Enumerable.Range(0, Calls).Select(number => Row("integrations", $"{number}"))], cancellationToken);
        await _documents.UpsertEntityAsync(Row("flows", run), TableUpdateMode.Replace, cancellationToken);
        await _runs.UpsertEntityAsync(Row(run, "run"), TableUpdateMode.Replace, cancellationToken);
    }

    private static Task TransactAsync(TableClient table, IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken);

    private static TableEntity Row(string partition, string row) => new(partition, row) { ["Text"] = "A row that says nothing." };
}
