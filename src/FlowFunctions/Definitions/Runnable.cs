using System.Text.Json.Serialization;
using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>A document that can be run, a flow or an integration: with where its runs stand, and who is told of them. Neither modifies what its author wrote.</summary>
public abstract record Runnable : Document
{
    [JsonIgnore]
    public abstract RunKind Kind { get; }

    /// <summary>Of its notification configuration; null for none.</summary>
    public string? NotificationId { get; init; }

    /// <summary>Null before the first run.</summary>
    public LatestRun? LatestRun { get; init; }

    /// <summary>The run that holds the document's lock; null while none does.</summary>
    public string? ActiveRunId { get; init; }

    /// <summary>UTC; when the lock was taken.</summary>
    public DateTimeOffset? ActiveSince { get; init; }

    /// <summary>The task hub of the run that holds the lock; null while none does, and of runs that an earlier version started.</summary>
    public string? ActiveHub { get; init; }

    /// <summary>Null before the first run that is over, and of documents that an earlier version wrote.</summary>
    public HistoryMark? History { get; init; }

    [JsonIgnore]
    public override string? HeldBy => ActiveRunId;
}
