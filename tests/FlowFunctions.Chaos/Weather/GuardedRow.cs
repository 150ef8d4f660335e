using System.Text.RegularExpressions;

namespace FlowFunctions.Chaos.Weather;

/// <summary>A row of a table that a request writes to only where it is still of the version that the request names.</summary>
internal sealed partial record GuardedRow(string Table, string PartitionKey, string RowKey)
{
    private const string AddressPattern = @"/(?<table>\w+)\(PartitionKey=(?:'|%27)(?<partition>.*?)(?:'|%27),\s*RowKey=(?:'|%27)(?<row>.*?)(?:'|%27)\)";

    // A part of the transaction: its request line, and its headers until the empty line.
    private const string WritePattern = @"^(PUT|MERGE|PATCH|DELETE) (?<target>\S+) HTTP/1\.1\r?\n(?:(?!\r?\n)(If-Match: (?<version>[^\r\n]+)|[^\r\n]*)\r?\n)+";

    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    /// <param name="target">Path of a request for a single row: <c>/account/Table(PartitionKey='…',RowKey='…')</c>.</param>
    /// <param name="version">Its If-Match; null or empty for none.</param>
    /// <returns>Null where no version is asked for, or no row is named.</returns>
    public static GuardedRow? Of(string target, string? version) => version is { Length: > 0 } and not "*" && Address().Match(target) is { Success: true } address ? Of(address) : null;

    /// <summary>The first of a transaction's writes that names a version.</summary>
    /// <param name="transaction">Body of a <c>$batch</c>.</param>
    /// <returns>Null where none does.</returns>
    public static GuardedRow? OfTransaction(string transaction) =>
        Write().Matches(transaction).Select(write => Of(write.Groups["target"].Value, write.Groups["version"].Value)).FirstOrDefault(row => row is not null);

    private static GuardedRow Of(Match address) => new(address.Groups["table"].Value, Key(address.Groups["partition"].Value), Key(address.Groups["row"].Value));

    private static string Key(string written) => Uri.UnescapeDataString(written).Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex(AddressPattern, Plain, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(WritePattern, Plain | RegexOptions.Multiline | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Write();
}
