namespace Microsoft.DurableTask.Client;

/// <summary>Which instances to list.</summary>
/// <param name="CreatedFrom">Created at or after; null: no limit.</param>
/// <param name="CreatedTo">Created at or before; null: no limit.</param>
/// <param name="Statuses">In one of these statuses; null or empty: any.</param>
/// <param name="TaskHubNames">In one of these hubs; null or empty: the client's own. The embedded runtime knows its own hub only.</param>
/// <param name="InstanceIdPrefix">With an id that begins so; null: any.</param>
/// <param name="PageSize">The most instances a page has.</param>
/// <param name="FetchInputsAndOutputs">Whether to read inputs, outputs, custom status and failures too.</param>
/// <param name="ContinuationToken">Where to go on, from an earlier page; null: at the beginning.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    public const int DefaultPageSize = 100;
}
