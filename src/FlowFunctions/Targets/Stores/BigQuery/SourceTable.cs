using System.Text.Json;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>What the service says of a table: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table</summary>
/// <param name="Kind">TABLE, VIEW, EXTERNAL, …</param>
/// <param name="Version">Of its rows. Not its ETag, which the service's own statistics change, too.</param>
/// <param name="Rows">Null where the service does not count them.</param>
/// <param name="Location">Region of its dataset.</param>
/// <param name="Columns">In their order.</param>
internal sealed record SourceTable(string Kind, string Version, long? Rows, string? Location, IReadOnlyList<TableColumn> Columns)
{
    private const string NoVersion = "0";

    /// <summary>Whether its rows can be listed: those of a view must be queried, which costs its owner by the byte.</summary>
    public bool IsListed => Kind is "TABLE" or "SNAPSHOT";

    public static SourceTable Of(JsonElement table) => new(
        table.TextOf("type") ?? "TABLE",
        $"{table.TextOf("lastModifiedTime") ?? NoVersion}-{table.TextOf("numRows") ?? NoVersion}",
        table.NumberOf("numRows"),
        table.TextOf("location"),
        table.TryGetProperty("schema", out var schema) && schema.TryGetProperty("fields", out var fields) ? [.. fields.EnumerateArray().Select(TableColumn.Of)] : []);
}
