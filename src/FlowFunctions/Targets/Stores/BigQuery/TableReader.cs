using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>
/// Reads a table as CSV through <c>tabledata.list</c>. Rows have no key there but their index, which holds as long as the table does not change: so that is
/// looked at before the first page and after the last, and a read in which it changed fails.
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
        var columns = (await GetPinnedAsync(item, cancellationToken)).Columns;
        var row = from is null ? 0 : long.Parse(from, CultureInfo.InvariantCulture);
        using var csv = new CsvBuffer(chunkBytes);
        if (from is null)
        {
            csv.WriteRow([.. columns.Select(column => column.Name)]);
        }

        long total;
        bool isEmpty;
        do
        {
            using var page = await client.FindAsync(path.Rows(item.Name, row, MaximumRows), item.Name, cancellationToken) ?? throw place.Changed(item.Name);
            total = page.Body!.RootElement.NumberOf("totalRows") ?? 0;
            isEmpty = true;
            foreach (var cells in RowsOf(page.Body.RootElement, columns))
            {
                isEmpty = false;
                csv.WriteRow(cells);
                row++;
                if (csv.Length >= chunkBytes)
                {
                    yield return csv.Take(row);
                }
            }
        }
        while (!isEmpty && row < total);

        if (row < total)
        {
            throw place.Changed(item.Name);
        }

        await GetPinnedAsync(item, cancellationToken);
        if (csv.Length > 0)
        {
            yield return csv.Take(row);
        }
    }

    /// <summary>Null where there is no such table.</summary>
    public async Task<SourceTable?> GetAsync(string name, CancellationToken cancellationToken)
    {
        using var answer = await client.FindAsync(path.Table(name), name, cancellationToken);
        return answer is null ? null : SourceTable.Of(answer.Body!.RootElement);
    }

    private static IEnumerable<IReadOnlyList<string?>> RowsOf(JsonElement page, IReadOnlyList<TableColumn> columns)
    {
        if (!page.TryGetProperty("rows", out var rows))
        {
            yield break;
        }

        var cells = new string?[columns.Count];
        foreach (var row in rows.EnumerateArray())
        {
            var index = 0;
            foreach (var cell in row.GetProperty("f").EnumerateArray())
            {
                var value = cell.GetProperty("v");
                cells[index] = value.ValueKind == JsonValueKind.Null ? null : columns[index].TextOf(value.ToString());
                index++;
            }

            yield return cells;
        }
    }

    private async Task<SourceTable> GetPinnedAsync(SourceItem item, CancellationToken cancellationToken) =>
        await GetAsync(item.Name, cancellationToken) is { } table && table.Version == item.Version ? table : throw place.Changed(item.Name);

    private async Task<StoreException> MissingAsync(string name, CancellationToken cancellationToken)
    {
        using var dataset = await client.FindAsync(path.Self, name, cancellationToken);
        return dataset is null ? place.MissingItself() : place.Missing(name);
    }
}
