using Azure.Storage.Blobs;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Runs.Dumps;

/// <summary>Containers of its own for one test.</summary>
internal static class DumpContainers
{
    public static async Task<StorageContainers> CreateAsync(string connectionString)
    {
        var prefix = "t" + Guid.CreateVersion7().ToString("N")[^15..];
        var containers = new StorageContainers(new BlobServiceClient(connectionString), Options.Create(new StorageOptions { StoragePrefix = prefix }));
        await Task.WhenAll(containers.All.Select(container => container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken)));
        return containers;
    }
}
