using System.Globalization;
using AnaplanSimulator.Data;
using AnaplanSimulator.Tasks;

namespace AnaplanSimulator.Imports;

/// <summary>Makes and updates the items of a list. A code stands in a file once; a name belongs to one code.</summary>
internal sealed class ListTarget : IImportTarget
{
    private const int CodeColumn = 0;
    private const int NameColumn = 1;
    private const int FirstProperty = 2;

    private readonly ModelData _draft;
    private readonly ItemList _list;
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private int _created;
    private int _updated;

    public ListTarget(ModelData draft, string name)
    {
        _draft = draft;
        _list = draft.ListToChange(name);
        Columns = ["Code", "Name", .. _list.Definition.Properties.Select(property => property.Name)];
    }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<string> RequiredColumns { get; } = ["Code"];

    public RowProblem? Apply(IReadOnlyList<string?> row)
    {
        var code = row[CodeColumn]!;
        if (code.Length == 0)
            return new(ProblemType.EmptyKey, "Error parsing key: the code is empty", row[NameColumn] ?? "");
        if (_seen.Contains(code))
            return new(ProblemType.NameOrCodeExists, "Code is in the file more than once", code);

        var before = _list.WithCode(code);
        var name = string.IsNullOrEmpty(row[NameColumn]) ? before?.Name ?? code : row[NameColumn]!;
        if (_list.WithName(name) is { } other && !string.Equals(other.Code, code, StringComparison.OrdinalIgnoreCase))
            return new(ProblemType.NameOrCodeExists, "Name belongs to another item", name);

        var properties = new string[_list.Definition.Properties.Count];
        for (var index = 0; index < properties.Length; index++)
        {
            properties[index] = row[FirstProperty + index] ?? before?.Properties[index] ?? "";
            if (FieldCheck.Find(_list.Definition.Properties[index], properties[index], _draft) is { } problem)
                return problem;
        }

        _seen.Add(code);
        _list.Set(new ListItem(before?.Code ?? code, name, properties));
        if (before is null)
            _created++;
        else
            _updated++;
        return null;
    }

    public IEnumerable<ResultDetail> Finish(int rejected, int ignored)
    {
        var name = _list.Definition.Name;
        var succeeded = _created + _updated;
        var text = rejected == 0
            ? $"{name}: {succeeded} ({_created}/{_updated}) rows successful, {ignored} ignored"
            : $"{name}: {succeeded} ({_created}/{_updated}) rows successful, 0 (0/0) rows has warnings, {rejected} failed, {ignored} ignored";
        yield return new ResultDetail(text, 0, rejected == 0 ? "hierarchyRowsProcessed" : "hierarchyRowsProcessedWithFailures",
        [
            "hierarchyName", name,
            "successRowCount", Text(succeeded),
            "successCreateCount", Text(_created),
            "successUpdateCount", Text(_updated),
            "failedCount", Text(rejected),
            "ignoredCount", Text(ignored),
            "totalRowCount", Text(succeeded + rejected + ignored),
        ]);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
