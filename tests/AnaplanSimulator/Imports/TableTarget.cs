using System.Globalization;
using AnaplanSimulator.Data;
using AnaplanSimulator.Files;
using AnaplanSimulator.Tasks;
using CsvHelper;

namespace AnaplanSimulator.Imports;

/// <summary>Replaces the rows of a table. They go to disk as they come.</summary>
internal sealed class TableTarget : IImportTarget, IAsyncDisposable
{
    private readonly ModelData _draft;
    private readonly RowTable _table;
    private readonly string _path;
    private readonly CsvWriter _rows;
    private int _count;

    public TableTarget(ModelData draft, string name, WorkFolder folder)
    {
        _draft = draft;
        _table = draft.Tables[name];
        _path = folder.NewFile();
        _rows = CsvText.Writer(_path, ",");
        Columns = [.. _table.Definition.Columns.Select(column => column.Name)];
    }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<string> RequiredColumns => Columns;

    public RowProblem? Apply(IReadOnlyList<string?> row)
    {
        for (var index = 0; index < Columns.Count; index++)
        {
            if (FieldCheck.Find(_table.Definition.Columns[index], row[index]!, _draft) is { } problem)
                return problem;
        }

        foreach (var value in row)
            _rows.WriteField(value);
        _rows.EndRecord();
        _count++;
        return null;
    }

    public IEnumerable<ResultDetail> Finish(int rejected, int ignored)
    {
        _rows.Flush();
        _draft.SetTable(_table.Definition.Name, _path, _count);
        var name = _table.Definition.Name;
        yield return new ResultDetail(
            rejected == 0 ? $"{name}: {_count} rows successful, {ignored} ignored" : $"{name}: {_count} rows successful, {rejected} failed, {ignored} ignored",
            0,
            rejected == 0 ? "lineItemRowsProcessed" : "lineItemRowsProcessedWithFailures",
            ["lineItemName", name, "successCount", Text(_count), "failedCount", Text(rejected), "ignoredCount", Text(ignored)]);
    }

    public ValueTask DisposeAsync() => _rows.DisposeAsync();

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
