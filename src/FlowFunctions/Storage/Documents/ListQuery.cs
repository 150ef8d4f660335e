namespace FlowFunctions.Storage;

/// <summary>Which page of which list.</summary>
/// <param name="Offset">Documents before the page, 0 or more.</param>
/// <param name="Limit">Documents on the page at most, 1 or more.</param>
/// <param name="Order">Of the whole list.</param>
/// <param name="CreatedBy">Only documents that this user created; null for all.</param>
public sealed record ListQuery(int Offset, int Limit, ListOrder Order = ListOrder.Creation, string? CreatedBy = null);
