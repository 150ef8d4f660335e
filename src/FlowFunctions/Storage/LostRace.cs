using Azure;
using Azure.Data.Tables.Models;

namespace FlowFunctions.Storage;

/// <summary>What a table says where another writer was faster.</summary>
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
}
