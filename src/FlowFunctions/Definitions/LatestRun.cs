namespace FlowFunctions.Definitions;

/// <summary>The newest run of a flow or an integration, as it stands in the document.</summary>
public sealed record LatestRun
{
    public required string TriggeredBy { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset StartDate { get; init; }

    /// <summary>UTC; null while the run goes on.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>False while the run goes on.</summary>
    public required bool Success { get; init; }

    public required string Message { get; init; }

    /// <summary>Null on success and while the run goes on.</summary>
    public int? ExecutionErrorCode { get; init; }

    /// <summary><c>manual</c> or <c>scheduled</c>.</summary>
    public required string TriggerSource { get; init; }
}
