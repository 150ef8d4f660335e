using System.Globalization;

namespace FlowFunctions.Tests.Targets.Stores.BigQuery;

/// <param name="Columns">Name, type and mode.</param>
/// <param name="Rows">Values as the API writes them; null for NULL.</param>
internal sealed record FakeTable(IReadOnlyList<(string Name, string Type, string Mode)> Columns, IReadOnlyList<string?[]> Rows)
{
    public string Type { get; init; } = "TABLE";

    /// <summary>As the table says it; null for as many as there are.</summary>
    public int? SaidRows { get; init; }

    public bool IsStreamed { get; init; }

    public long LastModified { get; init; } = 1_700_000_000_000;

    public static FakeTable Of(IReadOnlyList<string> names, params string?[][] rows) => new([.. names.Select(name => (name, "STRING", "NULLABLE"))], rows);

    public object Describe() => new
    {
        type = Type,
        etag = Guid.CreateVersion7().ToString(),
        numRows = (SaidRows ?? Rows.Count).ToString(CultureInfo.InvariantCulture),
        lastModifiedTime = LastModified.ToString(CultureInfo.InvariantCulture),
        location = "EU",
        streamingBuffer = IsStreamed ? new { estimatedRows = "1" } : null,
        schema = new { fields = Columns.Select(column => new { name = column.Name, type = column.Type, mode = column.Mode }) },
    };
}
