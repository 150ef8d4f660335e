using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>How much of a source is in the model's file.</summary>
internal sealed record UploadState
{
    /// <summary>What is read, at the version that it had when the upload began.</summary>
    public required SourceItem Source { get; init; }

    /// <summary>How many chunks are over, without a gap; the number of the next one.</summary>
    public int Chunks { get; init; }

    /// <summary>Bytes of the source that are over.</summary>
    public long Bytes { get; init; }

    /// <summary>Of the rows in those bytes; null before the first of them.</summary>
    public RowCount? Rows { get; init; }

    /// <summary>How often an answer to <c>complete</c> did not say that the model has the whole file.</summary>
    public int Untold { get; init; }

    /// <summary>Where the store goes on to read; null: at the beginning.</summary>
    public string? From { get; init; }

    /// <summary>Whether all chunks are over, and the model was, or is about to be, asked to take the file as whole.</summary>
    public bool IsCompleting { get; init; }
}
