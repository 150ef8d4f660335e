using System.Text.Json;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>Rows that the service lists: https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list</summary>
/// <param name="Total">How many rows the whole table has.</param>
/// <param name="Rows">Of this page: at least one where there are any from its start on. A row has the text of each column's value, or null for NULL.</param>
internal sealed record RowPage(long Total, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>Null where the answer is no such page: without a total, without rows where there must be some, or with a row that has not a value for each column.</summary>
    /// <param name="page">The answer.</param>
    /// <param name="columns">Of the table.</param>
    /// <param name="start">Index of the first row that was asked for.</param>
    public static RowPage? TryRead(JsonElement page, IReadOnlyList<TableColumn> columns, long start)
    {
        if (page.NumberOf("totalRows") is not { } total)
        {
            return null;
        }

        var rows = new List<IReadOnlyList<string?>>();
        if (page.TryGetProperty("rows", out var listed))
        {
            if (listed.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            foreach (var row in listed.EnumerateArray())
            {
                if (CellsOf(row, columns) is not { } cells)
                {
                    return null;
                }

                rows.Add(cells);
            }
        }

        return rows.Count > 0 || total <= start ? new(total, rows) : null;
    }

    private static string?[]? CellsOf(JsonElement row, IReadOnlyList<TableColumn> columns)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("f", out var values) || values.ValueKind != JsonValueKind.Array || values.GetArrayLength() != columns.Count)
        {
            return null;
        }

        var cells = new string?[columns.Count];
        var index = 0;
        foreach (var value in values.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("v", out var plain) || plain.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                return null;
            }

            cells[index] = plain.ValueKind == JsonValueKind.Null ? null : columns[index].TextOf(plain.ToString());
            index++;
        }

        return cells;
    }
}
