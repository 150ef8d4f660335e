namespace FlowFunctions.Core.Integrations;

/// <summary>A file or a table behind a connection.</summary>
public sealed record StoreItem
{
    /// <summary>1,024 bytes of UTF-8 at most: the limit of Amazon S3, and of the names of BigQuery's tables; blobs may have as many characters.</summary>
    public const int MaximumNameLength = 1024;

    public required string ConnectionId { get; init; }

    /// <summary>Path of a file, or of the folder that an export goes to; name of a table where the connection leads to Google BigQuery. As <see cref="StoreNames"/> says when it was read; what is stored may be older.</summary>
    public required string Name { get; init; }

    /// <summary>Whether an export may replace what is there; false for imports.</summary>
    public bool Overwrite { get; init; }
}
