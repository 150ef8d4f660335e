namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>How much of an export's file is where it goes.</summary>
internal sealed record DownloadState
{
    /// <summary>Blocks that were written, the number of the next one.</summary>
    public int Blocks { get; init; }

    /// <summary>Bytes that were written.</summary>
    public long Bytes { get; init; }

    /// <summary>Place in the list of the file's chunks of the one that holds the next byte.</summary>
    public int Chunk { get; init; }

    /// <summary>Where the next byte is in that chunk.</summary>
    public long Offset { get; init; }

    /// <summary>Whether the last block was written, and what remains is to make it visible.</summary>
    public bool IsWhole { get; init; }
}
