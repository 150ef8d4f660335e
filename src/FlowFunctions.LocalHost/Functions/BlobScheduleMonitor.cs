using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Storage;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>
/// Remembers in blobs when a timer ran last and is to run next, where the Functions host keeps it too, so that what was missed is noticed at the next start.
/// The timer extension's own does not work with the storage services of this version of the SDK. A time that cannot be written down is one that the next start takes for missed; the timer
/// goes on, which its listener would not do after a fault of its monitor.
/// </summary>
internal sealed partial class BlobScheduleMonitor(IAzureBlobStorageProvider storage, IHostIdProvider hostId, ILogger<BlobScheduleMonitor> logger) : ScheduleMonitor
{
    public override async Task<ScheduleStatus?> GetStatusAsync(string timerName)
    {
        try
        {
            var blob = await BlobAsync(timerName);
            var content = await blob.DownloadContentAsync();
            return JsonConvert.DeserializeObject<ScheduleStatus>(content.Value.Content.ToString());
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public override async Task UpdateStatusAsync(string timerName, ScheduleStatus status)
    {
        try
        {
            await WriteAsync(timerName, status);
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException or OperationCanceledException)
        {
            NotWritten(timerName, fault);
        }
    }

    private async Task WriteAsync(string timerName, ScheduleStatus status)
    {
        var content = BinaryData.FromString(JsonConvert.SerializeObject(status));
        var blob = await BlobAsync(timerName);
        try
        {
            await blob.UploadAsync(content, overwrite: true);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            await Container().CreateIfNotExistsAsync();
            await blob.UploadAsync(content, overwrite: true);
        }
    }

    private async Task<BlobClient> BlobAsync(string timerName) =>
        Container().GetBlobClient($"timers/{await hostId.GetHostIdAsync(CancellationToken.None)}/{timerName}/status");

    private BlobContainerClient Container() =>
        storage.TryCreateHostingBlobContainerClient(out var container) ? container : throw new InvalidOperationException("The storage account of AzureWebJobsStorage has no blobs.");

    [LoggerMessage(1130, LogLevel.Warning, "When {Timer} ran could not be written down: storage does not answer. It goes on, and a host that starts before its next time runs it once more")]
    private partial void NotWritten(string timer, Exception fault);
}
