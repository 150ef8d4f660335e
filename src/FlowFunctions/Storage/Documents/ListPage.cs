namespace FlowFunctions.Storage;

/// <param name="Items">The page's documents. One that was deleted while the page was read is left out.</param>
/// <param name="Offset">Documents before the page.</param>
/// <param name="TotalSize">Documents in the whole filtered list.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, int Offset, int TotalSize);
