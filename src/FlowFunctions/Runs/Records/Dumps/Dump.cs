using Azure;

namespace FlowFunctions.Runs;

/// <summary>The rows that a target rejected, being read. The reader disposes of <paramref name="Content"/>.</summary>
/// <param name="Content">CSV as the target gave it, read from storage as it is needed; can seek.</param>
/// <param name="Length">In bytes.</param>
/// <param name="LastModified">UTC.</param>
/// <param name="ETag">Of the content.</param>
public sealed record Dump(Stream Content, long Length, DateTimeOffset LastModified, ETag ETag);
