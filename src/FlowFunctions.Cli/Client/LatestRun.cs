namespace FlowFunctions.Cli.Client;

/// <summary>How the latest run of a flow ended, in the words and order of the API.</summary>
internal sealed record LatestRun
{
    public string? TriggeredBy { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    /// <summary>Null while the run is running.</summary>
    public DateTimeOffset? EndDate { get; init; }

    public bool? Success { get; init; }

    public string? Message { get; init; }

    public int? ExecutionErrorCode { get; init; }

    public string? TriggerSource { get; init; }
}
