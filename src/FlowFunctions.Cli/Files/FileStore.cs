using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace FlowFunctions.Cli.Files;

/// <summary>The container in blob storage from which the demo's integrations load, and into which they export.</summary>
internal sealed class FileStore
{
    /// <summary>Stands in <see cref="ServiceAddress"/> for the name of the storage account.</summary>
    private const string Account = "{account}";

    /// <summary>Longer than a demo is left to serve; the next one makes another signature.</summary>
    private static readonly TimeSpan SignatureLifetime = TimeSpan.FromDays(1);

    private readonly BlobServiceClient _account;
    private readonly BlobContainerClient _container;

    private FileStore(BlobServiceClient account, string container)
    {
        _account = account;
        _container = account.GetBlobContainerClient(container);
    }

    public string AccountName => _account.AccountName;

    public string ContainerName => _container.Name;

    public Uri Address => _container.Uri;

    /// <summary>Where an account's blobs are, with {account} in the place of its name: http://127.0.0.1:10000/{account}.</summary>
    public string ServiceAddress => _account.Uri.OriginalString.Replace(AccountName, Account, StringComparison.Ordinal).TrimEnd('/');

    /// <summary>The container of an account. Nothing is asked of it yet.</summary>
    /// <param name="connectionString">Of the storage account, with its key.</param>
    /// <param name="container">Its name.</param>
    public static FileStore Of(string connectionString, string container)
    {
        Exception? cause = null;
        try
        {
            var store = new FileStore(new BlobServiceClient(connectionString), container);
            if (store._container.CanGenerateSasUri)
                return store;
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or InvalidOperationException)
        {
            cause = problem;
        }

        throw new FlowsException(
            "AzureWebJobsStorage is no connection string with an account's name and key, which the demo's files need.", "Unset it, and the demo uses a storage emulator.", cause);
    }

    /// <summary>A shared access signature for all that integrations do in the container.</summary>
    public string Sign(TimeProvider time)
    {
        const BlobContainerSasPermissions Reading = BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List;
        const BlobContainerSasPermissions Writing =
            BlobContainerSasPermissions.Create | BlobContainerSasPermissions.Write | BlobContainerSasPermissions.Delete;
        return _container.GenerateSasUri(Reading | Writing, time.GetUtcNow() + SignatureLifetime).Query.TrimStart('?');
    }

    /// <summary>Empties the container of what an earlier demo left, makes it where there is none, and writes the files one after the other, so that the last one is the newest.</summary>
    public Task FillAsync(IEnumerable<SampleFile> files, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await foreach (var left in _container.GetBlobsAsync(cancellationToken: cancellationToken))
            await _container.DeleteBlobIfExistsAsync(left.Name, cancellationToken: cancellationToken);
        foreach (var file in files)
            await _container.GetBlobClient(file.Name).UploadAsync(new BinaryData(file.Content), overwrite: true, cancellationToken);
        return true;
    });

    /// <summary>The bytes of a file; null where there is none.</summary>
    public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        try
        {
            return (await _container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    });

    /// <summary>Where a file is, without a signature.</summary>
    public Uri AddressOf(string name) => _container.GetBlobClient(name).Uri;

    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception problem) when (problem is RequestFailedException or AggregateException)
        {
            var said = problem is RequestFailedException { Status: > 0 and var status, ErrorCode: var code } ? $"it answers {status} {code}" : "it cannot be reached";
            throw new FlowsException($"Blob storage does not take the demo's files: {said}.", "Look after the storage that AzureWebJobsStorage names, or unset it.", problem);
        }
    }
}
