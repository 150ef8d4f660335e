using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using FlowFunctions.Cli.Rendering;

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
            await BlobOf(left.Name).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        foreach (var file in files)
            await BlobOf(file.Name).UploadAsync(new BinaryData(file.Content), overwrite: true, cancellationToken);
        return true;
    });

    /// <summary>The bytes of a file; null where there is none.</summary>
    public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        try
        {
            return (await BlobOf(name).DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    });

    /// <summary>Where a file is, without a signature.</summary>
    /// <exception cref="FlowsException">The name leads out of the container.</exception>
    public Uri AddressOf(string name) => BlobOf(name).Uri;

    /// <summary>An address is resolved and trimmed when it is made: a name that becomes another, or one of another container, is none of a file here.</summary>
    private BlobClient BlobOf(string name)
    {
        var blob = _container.GetBlobClient(name);
        return Uri.UnescapeDataString(blob.Uri.AbsolutePath) == $"{Uri.UnescapeDataString(_container.Uri.AbsolutePath)}/{name}"
            ? blob
            : throw new FlowsException(
                $"The container {ContainerName} is asked for a file '{OneLine.Of(name)}', which is no name of one there.", "Look after what the container holds, or run the demo with another storage account.");
    }

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
