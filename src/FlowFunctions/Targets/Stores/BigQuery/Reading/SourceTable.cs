using System.Text.Json;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>What the service says of a table: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table</summary>
/// <param name="Kind">TABLE, VIEW, EXTERNAL, …</param>
/// <param name="Version">Of its rows. Not its ETag, which the service's own statistics change, too.</param>
/// <param name="Rows">Without those that <paramref name="IsStreamed"/> is about; null where the service does not count them.</param>
/// <param name="IsStreamed">Whether rows are being streamed into it, which <paramref name="Rows"/> does not count before they are at rest.</param>
/// <param name="Location">Region of its dataset.</param>
/// <param name="Columns">In their order.</param>
internal sealed record SourceTable(string Kind, string Version, long? Rows, bool IsStreamed, string? Location, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>Whether its rows can be listed: those of a view must be queried, which costs its owner by the byte.</summary>
    public bool IsListed => Kind is "TABLE" or "SNAPSHOT";

    /// <summary>Null where the answer does not say what it is about, or since when it is as it is.</summary>
    public static SourceTable? TryRead(JsonElement table) => table.TextOf("type") is { Length: > 0 } kind && table.NumberOf("lastModifiedTime") is { } modified
        ? new(
            kind,
            FormattableString.Invariant($"{modified}-{table.NumberOf("numRows") ?? 0}"),
            table.NumberOf("numRows"),
            table.TryGetProperty("streamingBuffer", out var streamed) && streamed.ValueKind == JsonValueKind.Object,
            table.TextOf("location"),
            [.. ColumnsOf(table)])
        : null;

    private static IEnumerable<TableColumn> ColumnsOf(JsonElement table) =>
        table.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array
            ? fields.EnumerateArray().Select(TableColumn.Of)
            : [];
}
