using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Storage;

/// <summary>The application's blob containers. They are created at start-up.</summary>
public sealed class StorageContainers
{
    public StorageContainers(BlobServiceClient account, IOptions<StorageOptions> options)
    {
#pragma warning disable CA1308 // Container names are lower case.
        var prefix = options.Value.StoragePrefix.ToLowerInvariant();
#pragma warning restore CA1308
        Dumps = account.GetBlobContainerClient(prefix + "dumps");
    }

    /// <summary>Rows that targets rejected, one CSV a dump.</summary>
    public BlobContainerClient Dumps { get; }

    public IReadOnlyList<BlobContainerClient> All => [Dumps];
}
