namespace FlowFunctions.Storage;

/// <summary>A document with a lock that a run holds.</summary>
/// <param name="Id">Of the document.</param>
/// <param name="RunId">Of the run.</param>
public sealed record HeldDocument(string Id, string RunId);
