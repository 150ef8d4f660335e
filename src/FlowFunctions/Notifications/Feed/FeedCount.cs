using Azure;
using Azure.Data.Tables;

namespace FlowFunctions.Notifications.Feed;

/// <summary>The row of a feed that every change to it rewrites, so that changes at once cannot get lost.</summary>
/// <param name="Last">Number of the newest entry, from 1; 0 in an empty feed.</param>
/// <param name="Unread">How many entries are unread.</param>
/// <param name="ReadUpTo">All entries up to this number are read, whatever they say themselves.</param>
/// <param name="ETag">Default where the row does not exist.</param>
internal sealed record FeedCount(long Last, int Unread, long ReadUpTo, ETag ETag)
{
    public const string RowKey = "count";

    public static FeedCount Of(NullableResponse<TableEntity> row) => row.HasValue
        ? new(
            row.Value!.GetInt64(nameof(Last)) ?? 0,
            row.Value.GetInt32(nameof(Unread)) ?? 0,
            row.Value.GetInt64(nameof(ReadUpTo)) ?? 0,
            row.Value.ETag)
        : new(0, 0, 0, default);

    public TableTransactionAction ToAction(string partition)
    {
        var row = new TableEntity(partition, RowKey) { [nameof(Last)] = Last, [nameof(Unread)] = Unread, [nameof(ReadUpTo)] = ReadUpTo };
        return ETag == default
            ? new(TableTransactionActionType.Add, row)
            : new(TableTransactionActionType.UpdateReplace, row, ETag);
    }
}
