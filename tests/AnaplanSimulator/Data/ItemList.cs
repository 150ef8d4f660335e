using AnaplanSimulator.Definition;

namespace AnaplanSimulator.Data;

/// <summary>The items of a list, in the order in which they came. Codes and names are found whatever their case.</summary>
internal sealed class ItemList
{
    private readonly List<ListItem> _items;
    private readonly Dictionary<string, int> _byCode;
    private readonly Dictionary<string, int> _byName;

    public ItemList(ListDefinition definition)
        : this(definition, [], new(StringComparer.OrdinalIgnoreCase), new(StringComparer.OrdinalIgnoreCase))
    {
        foreach (var item in definition.Items)
            Set(new ListItem(item.Code, item.Name ?? item.Code, [.. definition.Properties.Select(property => item.Properties.GetValueOrDefault(property.Name, ""))]));
    }

    private ItemList(ListDefinition definition, List<ListItem> items, Dictionary<string, int> byCode, Dictionary<string, int> byName) =>
        (Definition, _items, _byCode, _byName) = (definition, items, byCode, byName);

    public ListDefinition Definition { get; }

    public IReadOnlyList<ListItem> Items => _items;

    public ItemList Copy() => new(Definition, [.. _items], new(_byCode, _byCode.Comparer), new(_byName, _byName.Comparer));

    public ListItem? WithCode(string code) => _byCode.TryGetValue(code, out var index) ? _items[index] : null;

    public ListItem? WithName(string name) => _byName.TryGetValue(name, out var index) ? _items[index] : null;

    /// <summary>By its code or else by its name.</summary>
    public ListItem? Find(string identifier) => WithCode(identifier) ?? WithName(identifier);

    public int OrderOf(string code) => _byCode.TryGetValue(code, out var index) ? index : int.MaxValue;

    /// <summary>Adds the item, or replaces the one with its code. The caller has made sure that no other item has its name.</summary>
    public void Set(ListItem item)
    {
        if (_byCode.TryGetValue(item.Code, out var index))
        {
            _byName.Remove(_items[index].Name);
            _items[index] = item;
        }
        else
        {
            index = _items.Count;
            _items.Add(item);
            _byCode[item.Code] = index;
        }

        _byName[item.Name] = index;
    }

    public void Clear()
    {
        _items.Clear();
        _byCode.Clear();
        _byName.Clear();
    }
}
