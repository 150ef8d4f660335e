using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Embedded.Hosting.Timers;

/// <summary>Keeps where schedules stand in blobs, where the Functions host keeps them: azure-webjobs-hosts/timers/{application}/{function}/status.</summary>
internal sealed class TimerStatusStore(HostPlan plan)
{
    private const string ContainerName = "azure-webjobs-hosts";

    private readonly BlobContainerClient _container = new(plan.StorageConnection, ContainerName);

    /// <summary>Null before the first start.</summary>
    public async Task<ScheduleStatus?> ReadAsync(TimerPlan timer, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await Blob(timer).DownloadContentAsync(cancellationToken);
            return blob.Value.Content.ToObjectFromJson<ScheduleStatus>();
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
        catch (JsonException)
        {
            // Not written by this host: the schedule begins anew.
            return null;
        }
    }

    public async Task WriteAsync(TimerPlan timer, ScheduleStatus status, CancellationToken cancellationToken)
    {
        var content = BinaryData.FromObjectAsJson(status);
        try
        {
            await Blob(timer).UploadAsync(content, overwrite: true, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await Blob(timer).UploadAsync(content, overwrite: true, cancellationToken);
        }
    }

    // Applications that share an account are told apart by their task hubs.
    private BlobClient Blob(TimerPlan timer) => _container.GetBlobClient($"timers/{plan.Hub}/{timer.Function.EntryPoint}/status");
}
