using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>The tables and the container of one hub.</summary>
internal sealed class HubClients
{
    /// <param name="options">The hub and its account.</param>
    /// <param name="configure">Changes the clients' options: where tests cut the connection.</param>
    public HubClients(DurableTaskEngineOptions options, Action<ClientOptions>? configure = null)
    {
        var tableOptions = new TableClientOptions();
        var blobOptions = new BlobClientOptions();
        foreach (var client in (ClientOptions[])[tableOptions, blobOptions])
        {
            // Retries are StorageRetry's, which knows how to wait through an outage.
            client.Retry.MaxRetries = 0;
            client.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
            client.Diagnostics.IsLoggingEnabled = false;
            configure?.Invoke(client);
        }

        var tables = new TableServiceClient(options.StorageConnectionString, tableOptions);
        Instances = tables.GetTableClient(options.HubName + "Instances");
        History = tables.GetTableClient(options.HubName + "History");
        Payloads = new BlobServiceClient(options.StorageConnectionString, blobOptions)
#pragma warning disable CA1308 // Container names are lower case.
            .GetBlobContainerClient(options.HubName.ToLowerInvariant() + "-payloads");
#pragma warning restore CA1308
    }

    /// <summary>Active and ended instances, and the lease.</summary>
    public TableClient Instances { get; }

    /// <summary>The turns of executions, by instance.</summary>
    public TableClient History { get; }

    /// <summary>Records that are too large for a row.</summary>
    public BlobContainerClient Payloads { get; }

    public async Task CreateIfMissingAsync(CancellationToken cancellationToken)
    {
        await Instances.CreateIfNotExistsAsync(cancellationToken);
        await History.CreateIfNotExistsAsync(cancellationToken);
        await Payloads.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }
}
