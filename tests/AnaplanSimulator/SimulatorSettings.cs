using System.Text.Json.Serialization;
using AnaplanSimulator.Tasks;

namespace AnaplanSimulator;

/// <summary>What can be changed while the simulator runs.</summary>
public sealed record SimulatorSettings
{
    /// <summary>How long tokens live that are handed out from now on. More than zero; 35 minutes unless set.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(35);

    /// <summary>Of each user; at least 1; 600 unless set. Who asks for more is answered 429.</summary>
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>How long the states of tasks last at least, for tasks that come to that state from now on.</summary>
    public TaskTiming Tasks { get; init; } = new();

    /// <summary>How long every request waits first, by the simulator's clock. Zero unless set.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The bytes of a chunk of an export or a dump; at least 1; 10 MB unless set.</summary>
    public long DownloadChunkSize { get; init; } = 10_000_000;

    /// <summary>The most bytes of an uploaded chunk before it is compressed; at least 1; 50 MB (of 1024² bytes) unless set. A larger one is answered 413.</summary>
    public long MaxUploadChunkSize { get; init; } = 50 << 20;

    /// <summary>The most chunks that one page of a list of chunks tells; at least 1; null, all, unless set.</summary>
    public int? ChunkListPageSize { get; init; }

    /// <summary>Whether every object of an answer has fields besides those that are documented.</summary>
    public bool ExtraFields { get; init; }

    /// <summary>Whether the list of an action's tasks has those that have ended; it has unless set.</summary>
    public bool ListsEndedTasks { get; init; } = true;

    /// <summary>Whether the list of an action's tasks is sorted as the query asks; it is unless set.</summary>
    public bool SortsTasks { get; init; } = true;

    /// <summary>The most tasks that one page of a list of tasks tells; at least 1; null, all, unless set.</summary>
    public int? TaskListPageSize { get; init; }

    /// <summary>Whether tasks end as FAILED, without a result, and do nothing, from now on.</summary>
    public bool FailsTasks { get; init; }

    /// <summary>Other words for the states of tasks, by the documented ones, such as COMPLETE: in another case, or ones that no client knows.</summary>
    public IReadOnlyDictionary<string, string> StateWords { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a certificate may prove itself without the time (v1); it may unless set.</summary>
    public bool TakesUntimedProofs { get; init; } = true;

    /// <summary>Every setting that is out of its range, with the range.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Faults =>
    [
        .. TokenLifetime > TimeSpan.Zero ? Array.Empty<string>() : ["TokenLifetime must be more than zero."],
        .. RequestsPerMinute >= 1 ? Array.Empty<string>() : ["RequestsPerMinute must be at least 1."],
        .. new[] { Tasks.StartDelay, Tasks.Duration, Tasks.CancelDelay, Tasks.ListDelay, Tasks.ResultDelay, Latency }.All(time => time >= TimeSpan.Zero)
            ? Array.Empty<string>() : ["Latency and the times of tasks must not be negative."],
        .. DownloadChunkSize >= 1 ? Array.Empty<string>() : ["DownloadChunkSize must be at least 1 byte."],
        .. MaxUploadChunkSize >= 1 ? Array.Empty<string>() : ["MaxUploadChunkSize must be at least 1 byte."],
        .. ChunkListPageSize is null or >= 1 ? Array.Empty<string>() : ["ChunkListPageSize must be at least 1, or null for all."],
        .. TaskListPageSize is null or >= 1 ? Array.Empty<string>() : ["TaskListPageSize must be at least 1, or null for all."],
    ];
}
