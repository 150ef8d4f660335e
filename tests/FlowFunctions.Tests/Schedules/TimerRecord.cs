using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Schedules;

/// <summary>What the host remembers of a timer, in a blob where the Functions host keeps it too.</summary>
internal static class TimerRecord
{
    /// <summary>
    /// Makes it look as if a function of every minute ran last some time ago, and nobody was there afterwards. All of the record: a next occurrence that does
    /// not follow from the last is taken for a changed schedule, of which nothing was missed.
    /// </summary>
    public static async Task SetBackAsync(string account, string function, TimeSpan ago)
    {
        var container = new BlobContainerClient(account, "azure-webjobs-hosts");
        var blob = container.GetBlobClient(await Wait.For(() => FindAsync(container, function)));
        var record = JsonNode.Parse((await blob.DownloadContentAsync()).Value.Content)!;
        var last = TimeProvider.System.GetLocalNow().DateTime - ago;
        last = DateTime.SpecifyKind(last - TimeSpan.FromTicks(last.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Local);
        record["Last"] = last;
        record["LastUpdated"] = last;
        record["Next"] = last.AddMinutes(1);
        await blob.UploadAsync(BinaryData.FromString(record.ToJsonString()), overwrite: true);
    }

    private static async Task<string?> FindAsync(BlobContainerClient container, string function)
    {
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, "timers/", CancellationToken.None))
        {
            if (blob.Name.Contains($".{function}/", StringComparison.Ordinal))
            {
                return blob.Name;
            }
        }

        return null;
    }
}
