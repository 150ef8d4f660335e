namespace FlowFunctions.Storage;

/// <summary>Which page of which list.</summary>
/// <param name="Offset">Documents before the page, 0 or more.</param>
/// <param name="Limit">Documents on the page at most, 1 or more.</param>
/// <param name="Order">Of the whole list.</param>
/// <param name="CreatedBy">Only documents that this user created; null for all.</param>
public sealed record ListQuery(int Offset, int Limit, ListOrder Order = ListOrder.Creation, string? CreatedBy = null)
{
    /// <summary>Only documents whose name has this in it, ignoring case; null for all.</summary>
    public string? NamePart { get; init; }

    /// <summary>Only documents in one of these states (<see cref="Document.State"/>); null for all.</summary>
    public IReadOnlyCollection<string>? States { get; init; }

    /// <summary>Whether more than the key index must be known of every document.</summary>
    internal bool NeedsStandings => States is not null || Order >= ListOrder.Modified;
}
