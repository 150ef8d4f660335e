namespace FlowFunctions.Storage;

/// <summary>What the key index knows of a document: enough to sort, filter and find references without reading it.</summary>
internal sealed record IndexEntry(string Id, string Name, string CreatedBy, IReadOnlyList<string> References);
