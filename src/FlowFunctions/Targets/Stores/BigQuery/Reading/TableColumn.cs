using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>A column of a table: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema</summary>
/// <param name="Name">Its header.</param>
/// <param name="Type">In legacy or in standard SQL's words.</param>
/// <param name="IsRepeated">Whether a row has a list of values in it.</param>
internal sealed record TableColumn(string Name, string Type, bool IsRepeated)
{
    /// <summary>Whether a row has one value in it, which a cell can hold.</summary>
    public bool IsPlain => !IsRepeated && Type is not ("RECORD" or "STRUCT");

    public static TableColumn Of(JsonElement field) => new(field.TextOf("name") ?? "", field.TextOf("type") ?? "", field.TextOf("mode") == "REPEATED");

    /// <summary>
    /// A value as the service's own export to CSV writes it, which a load job reads back: a TIMESTAMP as <c>2026-11-24 08:30:00.25 UTC</c>, BYTES in Base64, all
    /// others as they come.
    /// </summary>
    public string TextOf(string value) => Type == "TIMESTAMP" ? TimestampText(value) : value;

    /// <param name="value">Microseconds since 1970, as we ask for; or seconds with a fraction, from a service that does not know that.</param>
    private static string TimestampText(string value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds))
        {
            if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            {
                return value;
            }

            microseconds = (long)(seconds * 1_000_000);
        }

        return DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            .ToString("yyyy-MM-dd HH:mm:ss.FFFFFF 'UTC'", CultureInfo.InvariantCulture);
    }
}
