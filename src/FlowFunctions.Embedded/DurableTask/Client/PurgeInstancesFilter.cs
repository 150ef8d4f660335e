namespace Microsoft.DurableTask.Client;

/// <summary>Which instances to purge; of those, only instances that have ended.</summary>
/// <param name="CreatedFrom">Created at or after; null: no limit.</param>
/// <param name="CreatedTo">Created at or before; null: no limit.</param>
/// <param name="Statuses">In one of these statuses; null or empty: any ended one.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long to go on, greater than zero; then the result says that it is not complete. Null: until all are purged.</summary>
    public TimeSpan? Timeout { get; init; }
}
