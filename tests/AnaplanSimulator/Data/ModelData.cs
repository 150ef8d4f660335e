using AnaplanSimulator.Definition;
using AnaplanSimulator.Files;

namespace AnaplanSimulator.Data;

/// <summary>
/// Everything that tasks change in a model. A task works on a draft and the model takes it over when the task is complete: until then nobody sees the
/// changes, and a cancelled task leaves none. A draft copies a list or module when it is first changed.
/// </summary>
internal sealed class ModelData
{
    private readonly Dictionary<string, ItemList> _lists;
    private readonly Dictionary<string, CellStore> _modules;
    private readonly Dictionary<string, RowTable> _tables;
    private readonly Dictionary<string, StoredContent> _exports;
    private readonly HashSet<string> _copied = new(StringComparer.Ordinal);

    public ModelData(ModelDefinition definition)
    {
        _lists = definition.Lists.ToDictionary(list => list.Name, list => new ItemList(list), StringComparer.Ordinal);
        _modules = definition.Modules.ToDictionary(module => module.Name, module => new CellStore(module), StringComparer.Ordinal);
        _tables = definition.Tables.ToDictionary(table => table.Name, table => new RowTable(table, null, 0), StringComparer.Ordinal);
        _exports = new(StringComparer.Ordinal);
    }

    private ModelData(ModelData other)
    {
        _lists = new(other._lists, StringComparer.Ordinal);
        _modules = new(other._modules, StringComparer.Ordinal);
        _tables = new(other._tables, StringComparer.Ordinal);
        _exports = new(other._exports, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, ItemList> Lists => _lists;

    public IReadOnlyDictionary<string, CellStore> Modules => _modules;

    public IReadOnlyDictionary<string, RowTable> Tables => _tables;

    /// <summary>What exports wrote last, by the export's id.</summary>
    public IReadOnlyDictionary<string, StoredContent> Exports => _exports;

    public ModelData Draft() => new(this);

    public ItemList ListToChange(string name)
    {
        if (_copied.Add(name))
            _lists[name] = _lists[name].Copy();
        return _lists[name];
    }

    public CellStore ModuleToChange(string name)
    {
        if (_copied.Add(name))
            _modules[name] = _modules[name].Copy();
        return _modules[name];
    }

    public void SetTable(string name, string? path, long count) => _tables[name] = _tables[name] with { Path = path, Count = count };

    public void SetExport(string id, StoredContent content) => _exports[id] = content;
}
