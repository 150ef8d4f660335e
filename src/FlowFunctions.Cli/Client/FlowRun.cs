namespace FlowFunctions.Cli.Client;

/// <summary>One run of a flow; live while it runs.</summary>
internal sealed record FlowRun
{
    public required string Id { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    /// <summary>Null while the run is running.</summary>
    public DateTimeOffset? EndDate { get; init; }

    public bool Success { get; init; }

    public string? Message { get; init; }

    public int? ExecutionErrorCode { get; init; }

    /// <summary>running, success, partial_success, failure, cancelled, timed_out or skipped; null where the server does not tell.</summary>
    public string? Outcome { get; init; }

    /// <summary>In flow order; empty in a list of runs.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    public bool HasEnded => EndDate is not null;
}
