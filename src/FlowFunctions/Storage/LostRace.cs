using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace FlowFunctions.Storage;

/// <summary>Writes to a table that another writer may be faster than, and what the table says then.</summary>
internal static class LostRace
{
    /// <summary>
    /// The row is not the one that the write was based on: somebody has added, changed or deleted it meanwhile. A write whose answer was lost looks the same to the
    /// client library's own retry; who must know which it was reads the row again.
    /// </summary>
    public static bool IsLostRace(this RequestFailedException fault) => fault.Status switch
    {
        409 => fault.ErrorCode != TableErrorCode.TableBeingDeleted,
        412 => true,
        404 => fault.ErrorCode != TableErrorCode.TableNotFound,
        _ => false,
    };

    /// <summary>Writes a row over the version that it is based on; adds it where that is the default.</summary>
    /// <returns>The row's new version; null where another writer was faster, and nothing is written.</returns>
    public static Task<ETag?> TryWriteAsync(
        this TableClient table,
        TableEntity row,
        ETag version,
        CancellationToken cancellationToken,
        TableUpdateMode mode = TableUpdateMode.Replace) =>
        TryAsync(async () => version == default
            ? await table.AddEntityAsync(row, cancellationToken)
            : await table.UpdateEntityAsync(row, version, mode, cancellationToken));

    /// <returns>False where the row is no longer of this version, and is left as it is.</returns>
    public static async Task<bool> TryDeleteAsync(
        this TableClient table, string partition, string key, ETag version, CancellationToken cancellationToken) =>
        await TryAsync(() => table.DeleteEntityAsync(partition, key, version, cancellationToken)) is not null;

    /// <returns>The new version of the first row; null where another writer was faster, and nothing is written.</returns>
    public static Task<ETag?> TrySubmitAsync(
        this TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        TryAsync(async () => (await table.SubmitTransactionAsync(actions, cancellationToken)).Value[0]);

    private static async Task<ETag?> TryAsync(Func<Task<Response>> write)
    {
        try
        {
            return (await write()).Headers.ETag ?? default(ETag);
        }
        catch (RequestFailedException exception) when (exception.IsLostRace())
        {
            return null;
        }
    }
}
