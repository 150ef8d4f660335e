using System.Globalization;
using System.Text.RegularExpressions;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Tells what a line of a result means. The types are those of Anaplan's lists of completion, failure and data error codes (Anaplan integration API v2, "Import and export
/// result codes"). Summaries (<c>…RowsProcessed</c>, <c>…RowsProcessedWithFailures</c>) have their counts as names and values by turns, or in their text only,
/// which is English because tasks are started so: "Products: 13 (0/13) rows successful, 0 (0/0) rows has warnings, 2 failed, 1 ignored".
/// </summary>
internal static partial class DetailReader
{
    private static readonly string[] InvalidRowTypes = ["columnSeparatorExpected", "dateFormatInvalid", "unmatchedTextDelimiter"];
    private static readonly string[] InvalidRowPrefixes = ["hierarchyImport", "moduleImport", "usersImport", "versionsImport"];

    public static bool IsSummary(ModelTaskDetail detail) => detail.Type?.Contains("RowsProcessed", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether it tells of rows that were ignored or invalid.</summary>
    public static bool TellsOfBadRows(ModelTaskDetail detail) =>
        IsSummary(detail)
            ? detail.Type!.EndsWith("WithFailures", StringComparison.OrdinalIgnoreCase) || CountsOf(detail).HasAny
            : IsInvalidRow(detail.Type) || CountsIn(detail.Text).HasAny;

    /// <summary>The rows that a summary, or a line of another type about rows, counts.</summary>
    public static RowCounts CountsOf(ModelTaskDetail detail)
    {
        if (IsInvalidRow(detail.Type) && !IsSummary(detail))
        {
            return RowCounts.None with { Rejected = detail.Occurrences };
        }

        var named = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index + 1 < detail.Values.Count; index += 2)
        {
            if (long.TryParse(detail.Values[index + 1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count))
            {
                named[detail.Values[index]] = count;
            }
        }

        var told = CountsIn(detail.Text);
        return new(
            // Whether the invalid are among the failed is not said.
            First(named, "failedCount", "failureCount", "failedRowCount") is { } failed ? Math.Max(failed, First(named, "invalidCount") ?? 0) : First(named, "invalidCount") ?? told.Rejected,
            First(named, "ignoredCount", "ignoredRowCount") ?? told.Ignored,
            First(named, "warningsRowCount", "warningRowCount", "warningCount", "warningsCount") ?? told.Warned,
            First(named, "totalRowCount", "totalCount") ?? told.Total);
    }

    private static bool IsInvalidRow(string? type) =>
        type is not null
        && (InvalidRowTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            || InvalidRowPrefixes.Any(prefix => type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            || type.Contains("ignored", StringComparison.OrdinalIgnoreCase)
            || type.Contains("invalid", StringComparison.OrdinalIgnoreCase)
            || type.Contains("rejected", StringComparison.OrdinalIgnoreCase));

    private static long? First(Dictionary<string, long> named, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (named.TryGetValue(name, out var count))
            {
                return count;
            }
        }

        return null;
    }

    private static RowCounts CountsIn(string text)
    {
        var counts = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Counted().Matches(text))
        {
            if (long.TryParse(match.Groups["count"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count))
            {
                counts[match.Groups["what"].Value] = count;
            }
        }

        var rejected = counts.GetValueOrDefault("failed") + counts.GetValueOrDefault("invalid") + counts.GetValueOrDefault("rejected");
        var (ignored, warned) = (counts.GetValueOrDefault("ignored"), counts.GetValueOrDefault("warnings"));

        // Cells that were set are not rows.
        long? total = text.Contains("rows successful", StringComparison.OrdinalIgnoreCase) && counts.TryGetValue("successful", out var succeeded)
            ? succeeded + rejected + ignored + warned
            : null;
        return new(rejected, ignored, warned, total);
    }

    [GeneratedRegex(@"(?<![\w.])(?<count>\d[\d,]*)(?: \(\d[\d,]*/\d[\d,]*\))?(?: rows?| cells?)?(?: has| have| with)? (?<what>successful|warnings|failed|ignored|invalid|rejected)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counted();
}
