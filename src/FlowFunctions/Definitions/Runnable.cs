using System.Text.Json.Serialization;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;
using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>A document that can be run, a flow or an integration: with where its runs stand, and who is told of them. Neither modifies what its author wrote.</summary>
public abstract record Runnable : Document
{
    /// <summary>Enough to tell one night in ten from the others.</summary>
    public const int MaximumDurations = 30;

    [JsonIgnore]
    public abstract RunKind Kind { get; }

    /// <summary>Null before its first whole, successful run.</summary>
    [JsonIgnore]
    public TypicalDuration? ExpectedDuration => TypicalDuration.Of(RecentDurations.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)));

    /// <summary>Of its notification configuration; null for none.</summary>
    public string? NotificationId { get; init; }

    /// <summary>
    /// The types of ends that its configuration may have a rule for: all of those, and perhaps more, for it is written before a rule is and only ever grows. An end of another type is told to
    /// nobody, and the configuration need not be read for it. Null where that is not known, as in documents that an earlier version wrote.
    /// </summary>
    public IReadOnlyList<NotificationType>? NotifiedTypes { get; init; }

    /// <summary>Null before the first run.</summary>
    public LatestRun? LatestRun { get; init; }

    /// <summary>How long its newest whole, successful runs took, in milliseconds; the newest last, at most <see cref="MaximumDurations"/>. Empty before the first.</summary>
    public IReadOnlyList<long> RecentDurations { get; init; } = [];

    /// <summary>The run that holds the document's lock; null while none does.</summary>
    public string? ActiveRunId { get; init; }

    /// <summary>UTC; when the lock was taken.</summary>
    public DateTimeOffset? ActiveSince { get; init; }

    /// <summary>The task hub of the run that holds the lock; null while none does, and of runs that an earlier version started.</summary>
    public string? ActiveHub { get; init; }

    /// <summary>Null before the first run that is over, and of documents that an earlier version wrote.</summary>
    public HistoryMark? History { get; init; }

    /// <summary>One of <see cref="RunOutcome.OfLatest"/>.</summary>
    [JsonIgnore]
    public override string State => LatestRun?.Outcome ?? RunOutcome.None;

    /// <summary>UTC; when the latest run started.</summary>
    [JsonIgnore]
    public override DateTimeOffset? LatestDate => LatestRun?.StartDate;

    [JsonIgnore]
    public override string? HeldBy => ActiveRunId;
}
