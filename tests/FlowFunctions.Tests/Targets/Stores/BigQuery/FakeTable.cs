using System.Globalization;

namespace FlowFunctions.Tests.Targets.Stores.BigQuery;

/// <param name="Columns">Name, type and mode.</param>
/// <param name="Rows">Values as the API writes them; null for NULL.</param>
internal sealed record FakeTable(IReadOnlyList<(string Name, string Type, string Mode)> Columns, IReadOnlyList<string?[]> Rows)
{
    public string Type { get; init; } = "TABLE";

    public long LastModified { get; init; } = 1_700_000_000_000;

    public static FakeTable Of(IReadOnlyList<string> names, params string?[][] rows) => new([.. names.Select(name => (name, "STRING", "NULLABLE"))], rows);

    public object Describe() => new
    {
        type = Type,
        etag = Guid.CreateVersion7().ToString(),
        numRows = Rows.Count.ToString(CultureInfo.InvariantCulture),
        lastModifiedTime = LastModified.ToString(CultureInfo.InvariantCulture),
        location = "EU",
        schema = new { fields = Columns.Select(column => new { name = column.Name, type = column.Type, mode = column.Mode }) },
    };
}
