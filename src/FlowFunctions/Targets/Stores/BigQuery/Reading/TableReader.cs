using System.Globalization;
using System.Runtime.CompilerServices;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>
/// Reads a table as CSV through <c>tabledata.list</c>. Rows have no key there but their index, which holds as long as the table does not change: so that is
/// looked at before the first page and after the last, and a read in which it changed fails. So does one whose rows are not as many as the table has.
/// </summary>
internal sealed class TableReader(BigQueryClient client, DatasetPath path, StorePlace place)
{
    /// <summary>Of a page; the service cuts it at about 10 MB, too.</summary>
    private const int MaximumRows = 50_000;

    public async Task<SourceItem> FindAsync(string name, CancellationToken cancellationToken)
    {
        var table = await GetAsync(name, cancellationToken) ?? throw await MissingAsync(name, cancellationToken);
        if (!table.IsListed)
        {
            throw place.Failed(name, $"it is of the kind {table.Kind}, whose rows can only be queried; let the integration read a table, which a scheduled query may fill");
        }

        if (table.Columns.FirstOrDefault(column => !column.IsPlain) is { } nested)
        {
            throw place.Failed(name, $"its column '{nested.Name}' holds {(nested.IsRepeated ? "lists" : "records")}, which no cell of a file can; let the integration read a table without it");
        }

        return new(name, table.Version, Bytes: null);
    }

    public async IAsyncEnumerable<SourceChunk> ReadAsync(
        SourceItem item,
        string? from,
        int chunkBytes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await GetPinnedAsync(item, cancellationToken);
        var columns = table.Columns;
        var row = from is null ? 0 : long.Parse(from, CultureInfo.InvariantCulture);
        using var csv = new CsvBuffer(chunkBytes);
        if (from is null)
        {
            csv.WriteRow([.. columns.Select(column => column.Name)]);
        }

        long total;
        do
        {
            var page = await client.FindAsync(path.Rows(item.Name, row, MaximumRows), item.Name, answer => RowPage.TryRead(answer, columns, row), cancellationToken)
                ?? throw place.Changed(item.Name);
            total = page.Total;
            if (CountFault(table, total, row + page.Rows.Count) is { } fault)
            {
                // A table that changed is the likelier reason, and tells more.
                await GetPinnedAsync(item, cancellationToken);
                throw place.Failed(item.Name, fault);
            }

            foreach (var cells in page.Rows)
            {
                csv.WriteRow(cells);
                row++;
                if (csv.Length >= chunkBytes)
                {
                    yield return csv.Take(row);
                }
            }
        }
        while (row < total);

        await GetPinnedAsync(item, cancellationToken);
        if (csv.Length > 0)
        {
            yield return csv.Take(row);
        }
    }

    /// <summary>Null where there is no such table.</summary>
    public Task<SourceTable?> GetAsync(string name, CancellationToken cancellationToken) =>
        client.FindAsync(path.Table(name), name, SourceTable.TryRead, cancellationToken);

    /// <summary>What does not agree in the numbers of rows, as a sentence without its end; null where they do.</summary>
    /// <param name="table">What the service says of the table.</param>
    /// <param name="total">Rows by the list's own count.</param>
    /// <param name="listed">Rows that were listed so far, with those before the read's beginning.</param>
    private static string? CountFault(SourceTable table, long total, long listed) =>
        table is { IsStreamed: false, Rows: { } rows } && rows != total ? $"it has {rows} rows, and {total} are listed; run the integration again"
        : listed > total ? $"it has {total} rows, and {listed} are listed; run the integration again"
        : null;

    private async Task<SourceTable> GetPinnedAsync(SourceItem item, CancellationToken cancellationToken) =>
        await GetAsync(item.Name, cancellationToken) is { } table && table.Version == item.Version ? table : throw place.Changed(item.Name);

    private async Task<StoreException> MissingAsync(string name, CancellationToken cancellationToken) =>
        await FindLocationAsync(name, cancellationToken) is null ? place.MissingItself() : place.Missing(name);

    /// <summary>Region of the dataset; null where there is no such dataset.</summary>
    public Task<string?> FindLocationAsync(string name, CancellationToken cancellationToken) =>
        client.FindAsync(path.Self, name, dataset => dataset.TextOf("location"), cancellationToken);
}
