using Azure;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>A row as it was last written: what a next write must find.</summary>
internal sealed record RowHandle(ETag ETag, string? Blob);
