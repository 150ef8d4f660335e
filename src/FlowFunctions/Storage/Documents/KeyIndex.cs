namespace FlowFunctions.Storage;

/// <summary>The keys of all documents of one kind as of one version. Immutable; orders and references are worked out when first asked for.</summary>
internal sealed class KeyIndex
{
    private readonly IndexEntry[] _byCreation;
    private readonly Lazy<IndexEntry[]> _byName;
    private readonly Lazy<ILookup<string, IndexEntry>> _byReference;

    /// <param name="version">Of the version row, read before the entries were: entries may be newer than it says, never older.</param>
    /// <param name="entries">In any order.</param>
    public KeyIndex(string version, IEnumerable<IndexEntry> entries)
    {
        Version = version;
        _byCreation = [.. entries.OrderBy(entry => entry.Id, StringComparer.Ordinal)];
        _byName = new(() => [.. _byCreation.OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Id, StringComparer.Ordinal)]);
        _byReference = new(() => _byCreation
            .SelectMany(entry => entry.References, (entry, reference) => (entry, reference))
            .ToLookup(pair => pair.reference, pair => pair.entry, StringComparer.Ordinal));
    }

    public string Version { get; }

    public int Count => _byCreation.Length;

    /// <summary>The page's entries, and how many the whole filtered list has.</summary>
    public (IReadOnlyList<IndexEntry> Page, int TotalSize) Slice(ListQuery query)
    {
        var ordered = query.Order == ListOrder.Creation ? _byCreation : _byName.Value;
        var list = query.CreatedBy is null ? ordered : [.. ordered.Where(entry => entry.CreatedBy == query.CreatedBy)];
        var start = Math.Min(query.Offset, list.Length);
        var count = Math.Min(query.Limit, list.Length - start);
        if (query.Order != ListOrder.NameDescending)
        {
            return (list[start..(start + count)], list.Length);
        }

        var end = list.Length - start;
        return ([.. list[(end - count)..end].Reverse()], list.Length);
    }

    /// <summary>How many documents stand from the first to the last of <paramref name="entries"/> in the order of creation.</summary>
    public int Span(IReadOnlyList<IndexEntry> entries) =>
        entries.Count == 0
            ? 0
            : Position(entries.MaxBy(entry => entry.Id, StringComparer.Ordinal)!) - Position(entries.MinBy(entry => entry.Id, StringComparer.Ordinal)!) + 1;

    /// <summary>How many documents stand from one id to another, both of them too; either may be of none.</summary>
    public int CountBetween(string firstId, string lastId)
    {
        var (first, last) = (Position(new(firstId, "", "", [])), Position(new(lastId, "", "", [])));
        return (last < 0 ? ~last : last + 1) - (first < 0 ? ~first : first);
    }

    /// <summary>The documents that refer to <paramref name="id"/>, oldest first.</summary>
    public IReadOnlyList<IndexEntry> ReferrersOf(string id) => [.. _byReference.Value[id]];

    public bool Contains(string id) => Position(new(id, "", "", [])) >= 0;

    private int Position(IndexEntry entry) => Array.BinarySearch(_byCreation, entry, ByIdComparer.Instance);

    private sealed class ByIdComparer : IComparer<IndexEntry>
    {
        public static readonly ByIdComparer Instance = new();

        public int Compare(IndexEntry? x, IndexEntry? y) => string.CompareOrdinal(x?.Id, y?.Id);
    }
}
