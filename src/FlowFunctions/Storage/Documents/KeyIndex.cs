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
    /// <param name="query">Which page.</param>
    /// <param name="standings">Of all documents, by id, where <see cref="ListQuery.NeedsStandings"/>: one that has none here is left out.</param>
    public (IReadOnlyList<IndexEntry> Page, int TotalSize) Slice(ListQuery query, IReadOnlyDictionary<string, Standing>? standings = null)
    {
        var list = Filter(Ascending(query.Order, standings), query, standings);
        var start = Math.Min(query.Offset, list.Length);
        var count = Math.Min(query.Limit, list.Length - start);
        if (query.Order is not (ListOrder.NameDescending or ListOrder.ModifiedDescending or ListOrder.LatestDescending))
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

    /// <summary>The documents that refer to <paramref name="id"/>, oldest first.</summary>
    public IReadOnlyList<IndexEntry> ReferrersOf(string id) => [.. _byReference.Value[id]];

    public bool Contains(string id) => Find(id) is not null;

    /// <summary>Null where no document has this id.</summary>
    public IndexEntry? Find(string id) => Position(new(id, "", "", [])) is >= 0 and var position ? _byCreation[position] : null;

    private IndexEntry[] Ascending(ListOrder order, IReadOnlyDictionary<string, Standing>? standings) => order switch
    {
        ListOrder.Creation => _byCreation,
        ListOrder.Name or ListOrder.NameDescending => _byName.Value,
        ListOrder.Modified or ListOrder.ModifiedDescending => By(standings!, standing => standing.ModificationDate),
        _ => By(standings!, standing => standing.LatestDate),
    };

    /// <summary>Stable, and so by creation among equals; nulls first.</summary>
    private IndexEntry[] By<T>(IReadOnlyDictionary<string, Standing> standings, Func<Standing, T> key) =>
        [.. _byCreation.Where(entry => standings.ContainsKey(entry.Id)).OrderBy(entry => key(standings[entry.Id]))];

    private static IndexEntry[] Filter(IndexEntry[] entries, ListQuery query, IReadOnlyDictionary<string, Standing>? standings) =>
        query is { CreatedBy: null, NamePart: null, States: null }
            ? entries
            : [.. entries.Where(entry =>
                (query.CreatedBy is null || entry.CreatedBy == query.CreatedBy)
                && (query.NamePart is null || entry.Name.Contains(query.NamePart, StringComparison.OrdinalIgnoreCase))
                && (query.States is null || (standings!.GetValueOrDefault(entry.Id)?.State is { } state && query.States.Contains(state))))];

    private int Position(IndexEntry entry) => Array.BinarySearch(_byCreation, entry, ByIdComparer.Instance);

    private sealed class ByIdComparer : IComparer<IndexEntry>
    {
        public static readonly ByIdComparer Instance = new();

        public int Compare(IndexEntry? x, IndexEntry? y) => string.CompareOrdinal(x?.Id, y?.Id);
    }
}
