using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace FlowFunctions.Chaos.Target;

/// <summary>The container that loads read their files from.</summary>
/// <param name="connectionString">Of the storage itself, past all faults.</param>
internal sealed class LoadStore(string connectionString)
{
    private readonly BlobContainerClient _files = new BlobServiceClient(connectionString).GetBlobContainerClient("loads");

    public string Account => _files.AccountName;

    public string Container => _files.Name;

    /// <summary>A shared access signature for the container, which outlasts every trial.</summary>
    public string Signature() => _files.GenerateSasUri(new BlobSasBuilder(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddDays(7))
    {
        BlobContainerName = _files.Name,
        Resource = "c",
        StartsOn = TimeProvider.System.GetUtcNow().AddHours(-1),
    }).Query[1..];

    public async Task PutAsync(IEnumerable<LoadFile> files, CancellationToken cancellationToken)
    {
        await _files.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var file in files)
        {
            await _files.GetBlobClient(file.Name).UploadAsync(BinaryData.FromBytes(file.Content()), overwrite: true, cancellationToken);
        }
    }
}
