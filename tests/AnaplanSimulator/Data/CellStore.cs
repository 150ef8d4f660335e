using AnaplanSimulator.Definition;

namespace AnaplanSimulator.Data;

/// <summary>The cells of a module that have a value, by their combination of items.</summary>
internal sealed class CellStore
{
    // A control character that separates fields, and that codes do not contain.
    private const char Joint = '\u001f';

    private readonly Dictionary<string, string[]> _rows;

    public CellStore(ModuleDefinition definition)
        : this(definition, new(StringComparer.Ordinal))
    {
    }

    private CellStore(ModuleDefinition definition, Dictionary<string, string[]> rows) => (Definition, _rows) = (definition, rows);

    public ModuleDefinition Definition { get; }

    /// <summary>Each combination of items with a value: the items' codes in the order of the dimensions, and the line items' values, empty where not set.</summary>
    public IEnumerable<(string[] Codes, IReadOnlyList<string> Values)> Rows => _rows.Select(row => (row.Key.Split(Joint), (IReadOnlyList<string>)row.Value));

    public int Count => _rows.Count;

    public CellStore Copy() => new(Definition, new(_rows, _rows.Comparer));

    public string Get(IEnumerable<string> codes, int lineItem) => _rows.TryGetValue(string.Join(Joint, codes), out var values) ? values[lineItem] : "";

    public void Set(IEnumerable<string> codes, int lineItem, string value)
    {
        var key = string.Join(Joint, codes);

        // The array may belong to the store that this one was copied from: it is replaced, not written to.
        string[] values = _rows.TryGetValue(key, out var before) ? [.. before] : [.. Definition.LineItems.Select(_ => "")];
        values[lineItem] = value;
        _rows[key] = values;
    }

    public void Clear() => _rows.Clear();
}
