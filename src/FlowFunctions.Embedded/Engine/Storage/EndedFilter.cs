using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>Which ended instances to read.</summary>
internal sealed record EndedFilter
{
    public DateTimeOffset? CreatedFrom { get; init; }

    public DateTimeOffset? CreatedTo { get; init; }

    public DateTimeOffset? EndedFrom { get; init; }

    public DateTimeOffset? EndedTo { get; init; }

    /// <summary>Null or empty: any.</summary>
    public IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses { get; init; }

    public string? IdPrefix { get; init; }

    /// <summary>Only ids beyond this one.</summary>
    public string? After { get; init; }

    /// <summary>Only sub-orchestrations of this instance.</summary>
    public string? Parent { get; init; }

    /// <summary>The filter in OData, as Table storage takes it.</summary>
    public override string ToString() => string.Join(" and ", Terms());

    private IEnumerable<string> Terms()
    {
        yield return TableClient.CreateQueryFilter($"PartitionKey eq {RowKeys.Ended}");
        if (After is not null)
        {
            yield return TableClient.CreateQueryFilter($"RowKey gt {After}");
        }

        if (!string.IsNullOrEmpty(IdPrefix))
        {
            // Beyond every id with this prefix: the same, with its last character's successor.
            var beyond = IdPrefix[..^1] + (char)(IdPrefix[^1] + 1);
            yield return TableClient.CreateQueryFilter($"RowKey ge {IdPrefix} and RowKey lt {beyond}");
        }

        if (Parent is not null)
        {
            yield return TableClient.CreateQueryFilter($"Parent eq {Parent}");
        }

        if (CreatedFrom is { } createdFrom)
        {
            yield return TableClient.CreateQueryFilter($"CreatedAt ge {createdFrom}");
        }

        if (CreatedTo is { } createdTo)
        {
            yield return TableClient.CreateQueryFilter($"CreatedAt le {createdTo}");
        }

        if (EndedFrom is { } endedFrom)
        {
            yield return TableClient.CreateQueryFilter($"EndedAt ge {endedFrom}");
        }

        if (EndedTo is { } endedTo)
        {
            yield return TableClient.CreateQueryFilter($"EndedAt le {endedTo}");
        }

        if (Statuses is { Count: > 0 })
        {
            yield return "(" + string.Join(" or ", Statuses.Select(status => TableClient.CreateQueryFilter($"Status eq {(int)status}"))) + ")";
        }
    }
}
