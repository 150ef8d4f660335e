using System.Globalization;
using AnaplanSimulator.Data;
using AnaplanSimulator.Tasks;

namespace AnaplanSimulator.Imports;

/// <summary>Sets the cells of a module. A row names an item of each dimension, by code or name, and has a value for some of the line items.</summary>
internal sealed class ModuleTarget : IImportTarget
{
    private readonly ModelData _draft;
    private readonly CellStore _cells;
    private readonly ItemList[] _dimensions;
    private readonly int[] _cellsSet;

    public ModuleTarget(ModelData draft, string name)
    {
        _draft = draft;
        _cells = draft.ModuleToChange(name);
        _dimensions = [.. _cells.Definition.Dimensions.Select(dimension => draft.Lists[dimension])];
        _cellsSet = new int[_cells.Definition.LineItems.Count];
        Columns = [.. _cells.Definition.Dimensions, .. _cells.Definition.LineItems.Select(item => item.Name)];
    }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<string> RequiredColumns => _cells.Definition.Dimensions;

    public RowProblem? Apply(IReadOnlyList<string?> row)
    {
        var codes = new string[_dimensions.Length];
        for (var index = 0; index < codes.Length; index++)
        {
            if (_dimensions[index].Find(row[index]!) is not { } item)
                return new(ProblemType.InvalidListIdentifier, $"Item not found in list {_dimensions[index].Definition.Name}", row[index]!);
            codes[index] = item.Code;
        }

        var lineItems = _cells.Definition.LineItems;
        for (var index = 0; index < lineItems.Count; index++)
        {
            if (row[codes.Length + index] is { } text && FieldCheck.Find(lineItems[index], text, _draft) is { } problem)
                return problem;
        }

        for (var index = 0; index < lineItems.Count; index++)
        {
            if (row[codes.Length + index] is not { } value)
                continue;
            _cells.Set(codes, index, value);
            _cellsSet[index]++;
        }

        return null;
    }

    public IEnumerable<ResultDetail> Finish(int rejected, int ignored)
    {
        foreach (var (lineItem, count) in _cells.Definition.LineItems.Zip(_cellsSet))
        {
            var name = $"{_cells.Definition.Name}.{lineItem.Name}";
            yield return new ResultDetail(
                rejected == 0 ? $"{name}: {count} cells successful, {ignored} ignored" : $"{name}: {count} cells successful, {rejected} failed, {ignored} ignored",
                0,
                rejected == 0 ? "lineItemRowsProcessed" : "lineItemRowsProcessedWithFailures",
                ["lineItemName", name, "successCount", Text(count), "failedCount", Text(rejected), "ignoredCount", Text(ignored)]);
        }
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
