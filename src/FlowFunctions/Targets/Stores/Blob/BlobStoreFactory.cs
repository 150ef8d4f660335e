using Azure.Core;
using Azure.Storage.Blobs;
using FlowFunctions.Core.Connections;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>Opens containers by their SAS token or by the service's own identity.</summary>
internal sealed class BlobStoreFactory(IOptions<AzureBlobOptions> options, AzureIdentity identity, TimeProvider time) : IDataStoreFactory
{
    public ConnectionType Type => ConnectionType.AzureBlob;

    public IDataStore Open(ConnectionInput connection, ConnectionSecret? secret)
    {
        var settings = (AzureBlobSettings)connection.Settings;
        var address = new UriBuilder(
            $"{options.Value.ServiceAddress.Replace(AzureBlobOptions.Account, settings.StorageAccountName, StringComparison.Ordinal).TrimEnd('/')}/{settings.ContainerName}");
        BlobContainerClient container;
        if (secret is AzureBlobSecret sas)
        {
            address.Query = sas.SasToken;
            container = new(address.Uri, ClientOptions());
        }
        else if (address.Scheme != Uri.UriSchemeHttps)
        {
            throw new StoreException(
                StoreFault.Connection,
                $"The connection '{connection.Name}' is opened by the service's own identity, which goes over https only; set {AzureBlobOptions.Section}:ServiceAddress to an https address, or give the connection a SAS token.");
        }
        else
        {
            container = new(address.Uri, identity.Credential, ClientOptions());
        }

        return new BlobDataStore(container, new(Type, settings.ContainerName, connection.Name), time);
    }

    /// <summary>About ten seconds of patience: whoever waits longer does so durably, not in an activity.</summary>
    private static BlobClientOptions ClientOptions()
    {
        var options = new BlobClientOptions
        {
            RetryPolicy = new ShortRetries(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5)),
            Retry = { NetworkTimeout = TimeSpan.FromSeconds(60) },
        };
        options.AddPolicy(new RangePolicy(), HttpPipelinePosition.PerRetry);
        options.AddPolicy(new LostConnectionPolicy(), HttpPipelinePosition.BeforeTransport);
        return options;
    }
}
