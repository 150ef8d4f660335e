using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using FlowFunctions.Embedded.Engine.History;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>What a list of ended instances shows and filters by, in columns of its own, so that listing does not read payloads.</summary>
internal static class EndedColumns
{
    public const string Status = "Status";
    public const string CreatedAt = "CreatedAt";
    public const string EndedAt = "EndedAt";
    public const string Parent = "Parent";

    private const string Version = "Version";
    private const string Execution = "Execution";
    private const string Tags = "Tags";

    /// <summary>Longer tags than this are read from the record instead: a column has 64 KiB.</summary>
    private const int LongestTags = 30_000;

    public static readonly ImmutableArray<string> Names =
        ["RowKey", InstanceStore.NameColumn, Status, CreatedAt, EndedAt, Parent, Version, Execution, Tags];

    public static IEnumerable<string> All => Names;

    public static void Set(TableEntity row, EndedRecord record)
    {
        row[InstanceStore.NameColumn] = record.Name;
        row[Status] = (int)record.Status;
        row[CreatedAt] = new DateTimeOffset(record.CreatedAt);
        row[EndedAt] = new DateTimeOffset(record.EndedAt);
        row[Version] = record.Version;
        row[Execution] = record.Execution;
        if (record.Parent is not null)
        {
            row[Parent] = record.Parent.InstanceId;
        }

        if (record.Tags.Count > 0 && JsonSerializer.Serialize(record.Tags, HistoryJson.Default.IReadOnlyDictionaryStringString) is { Length: < LongestTags } tags)
        {
            row[Tags] = tags;
        }
    }

    public static EndedRecord Get(TableEntity row) => new(
        row.RowKey,
        row.GetString(Execution) ?? string.Empty,
        row.GetString(InstanceStore.NameColumn) ?? string.Empty,
        row.GetString(Version) ?? string.Empty,
        (OrchestrationRuntimeStatus)(row.GetInt32(Status) ?? 0),
        null,
        null,
        null,
        null,
        row.GetString(Tags) is { } tags
            ? JsonSerializer.Deserialize(tags, HistoryJson.Default.IReadOnlyDictionaryStringString)!
            : ImmutableDictionary<string, string>.Empty,
        row.GetDateTimeOffset(CreatedAt)!.Value.UtcDateTime,
        row.GetDateTimeOffset(EndedAt)!.Value.UtcDateTime,
        null);
}
