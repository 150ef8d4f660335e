using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Schedules;

/// <summary>What the host remembers of a timer, in a blob where the Functions host keeps it too.</summary>
internal static class TimerRecord
{
    /// <summary>
    /// Makes it look as if a function ran last two hours ago, and nobody was there afterwards. All of the record: a next occurrence that does
    /// not follow from the last is taken for a changed schedule, of which nothing was missed.
    /// </summary>
    /// <param name="account">Of the host.</param>
    /// <param name="function">Its name.</param>
    /// <param name="every">From one occurrence to the next; a whole part of an hour.</param>
    /// <param name="at">Of an occurrence, in that.</param>
    public static async Task SetBackAsync(string account, string function, TimeSpan every, TimeSpan at)
    {
        var container = new BlobContainerClient(account, "azure-webjobs-hosts");
        var blob = container.GetBlobClient(await Wait.For(() => FindAsync(container, function)));
        var record = JsonNode.Parse((await blob.DownloadContentAsync()).Value.Content)!;
        var before = TimeProvider.System.GetLocalNow().DateTime.AddHours(-2);
        var last = DateTime.SpecifyKind(before - TimeSpan.FromTicks(before.Ticks % every.Ticks) + at - every, DateTimeKind.Local);
        record["Last"] = last;
        record["LastUpdated"] = last;
        record["Next"] = last + every;
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
