using AnaplanSimulator.Data;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Files;

namespace AnaplanSimulator.Exports;

/// <summary>A list, a module or a table as rows of text.</summary>
internal sealed record ExportSource(IReadOnlyList<string> Columns, IReadOnlyList<FieldFormat> Formats, IEnumerable<IReadOnlyList<string>> Rows, long Count)
{
    /// <summary>For the column of a dimension: the list whose order counts.</summary>
    private IReadOnlyDictionary<int, ItemList> Dimensions { get; init; } = new Dictionary<int, ItemList>();

    public static ExportSource Of(string name, ModelData data) =>
        data.Lists.TryGetValue(name, out var list) ? Of(list)
        : data.Modules.TryGetValue(name, out var module) ? Of(module, data)
        : Of(data.Tables[name]);

    public int IndexOf(string column) => Columns.ToList().FindIndex(name => string.Equals(name, column, StringComparison.OrdinalIgnoreCase));

    /// <summary>What rows are ordered by: the order of the items in their list, the value of numbers, or the text.</summary>
    public Func<IReadOnlyList<string>, SortKey> KeyOf(int column) =>
        Dimensions.TryGetValue(column, out var list) ? row => new(list.OrderOf(row[column]), row[column])
        : Formats[column] == FieldFormat.Number ? row => SortKey.OfNumber(row[column])
        : row => new(0, row[column]);

    private static ExportSource Of(ItemList list) => new(
        ["Code", "Name", .. list.Definition.Properties.Select(property => property.Name)],
        [FieldFormat.Text, FieldFormat.Text, .. list.Definition.Properties.Select(property => property.Format)],
        list.Items.Select(item => (IReadOnlyList<string>)[item.Code, item.Name, .. item.Properties]),
        list.Items.Count);

    private static ExportSource Of(CellStore module, ModelData data) => new(
        [.. module.Definition.Dimensions, .. module.Definition.LineItems.Select(item => item.Name)],
        [.. module.Definition.Dimensions.Select(_ => FieldFormat.Item), .. module.Definition.LineItems.Select(item => item.Format)],
        module.Rows.Select(row => (IReadOnlyList<string>)[.. row.Codes, .. row.Values]),
        module.Count)
    {
        Dimensions = module.Definition.Dimensions.Select((name, index) => (index, List: data.Lists[name])).ToDictionary(at => at.index, at => at.List),
    };

    private static ExportSource Of(RowTable table) =>
        new([.. table.Definition.Columns.Select(column => column.Name)], [.. table.Definition.Columns.Select(column => column.Format)], Read(table), table.Count);

    private static IEnumerable<IReadOnlyList<string>> Read(RowTable table)
    {
        if (table.Path is null)
            yield break;
        using var csv = CsvRows.Of(StoredContent.Of(table.Path).OpenRead(), ",");
        while (csv.Read())
            yield return csv.Row;
    }
}
