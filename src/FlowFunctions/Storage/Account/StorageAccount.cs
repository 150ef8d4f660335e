using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Storage;

/// <summary>
/// Connects to the storage account that the setting <c>AzureWebJobsStorage</c> names, in the forms that the Functions host understands: a connection
/// string, or <c>AzureWebJobsStorage__accountName</c> or <c>AzureWebJobsStorage__tableServiceUri</c>, <c>__queueServiceUri</c> and <c>__blobServiceUri</c>
/// with the application's identity (and <c>AzureWebJobsStorage__clientId</c> for a user-assigned one).
/// </summary>
internal sealed class StorageAccount
{
    /// <summary>Of one try of a request that nobody waits for.</summary>
    public static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(15);

    private const string Setting = "AzureWebJobsStorage";

    private readonly string? _connectionString;
    private readonly IConfigurationSection _section;
    private readonly Lazy<TokenCredential> _identity;

    public StorageAccount(IConfiguration configuration)
    {
        _connectionString = configuration[Setting] is { Length: > 0 } connectionString ? connectionString : null;
        _section = configuration.GetSection(Setting);
        _identity = new(() => ServiceIdentity.Of(_section["clientId"]));
    }

    /// <exception cref="InvalidOperationException">The setting is missing or cannot be read; the message has the cure. So from the other methods.</exception>
    public TableServiceClient CreateTableClient() =>
        Create(
            "table",
            connectionString => new TableServiceClient(connectionString, Configure(new TableClientOptions())),
            (uri, identity) => new TableServiceClient(uri, identity, Configure(new TableClientOptions())));

    /// <summary>Messages are in Base64, as the Functions host expects them.</summary>
    public QueueServiceClient CreateQueueClient()
    {
        return Create(
            "queue",
            connectionString => new QueueServiceClient(connectionString, Options()),
            (uri, identity) => new QueueServiceClient(uri, identity, Options()));

        static QueueClientOptions Options() => Configure(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
    }

    public BlobServiceClient CreateBlobClient() =>
        Create(
            "blob",
            connectionString => new BlobServiceClient(connectionString, Configure(new BlobClientOptions())),
            (uri, identity) => new BlobServiceClient(uri, identity, Configure(new BlobClientOptions())));

    /// <summary>For what a request to the API waits for, the account or a vault: a caller who waits is better told to come back (503) than kept for a minute.</summary>
    public static TOptions Configure<TOptions>(TOptions options)
        where TOptions : ClientOptions
    {
        options.RetryPolicy = new ShortRetries(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        options.Retry.NetworkTimeout = NetworkTimeout;
        options.AddPolicy(new StoragePatience(), HttpPipelinePosition.PerRetry);
        options.AddPolicy(new LostConnectionPolicy(), HttpPipelinePosition.BeforeTransport);
        return options;
    }

    private T Create<T>(string service, Func<string, T> fromConnectionString, Func<Uri, TokenCredential, T> fromIdentity)
        where T : class
    {
        if (_connectionString is not null)
        {
            // The parser's own message may quote the connection string, which holds the account's key: it is not passed on.
            return Try(() => fromConnectionString(_connectionString))
                ?? throw new InvalidOperationException(
                    $"The connection string in {Setting} cannot be read. Copy it again from the storage account's access keys.");
        }

        var addressSetting = $"{service}ServiceUri";
        var address = _section[addressSetting] is { Length: > 0 } given ? given
            : _section["accountName"] is { Length: > 0 } account ? $"https://{account}.{service}.core.windows.net"
            : throw new InvalidOperationException(
                $"No storage account is configured. Set {Setting} to a connection string (UseDevelopmentStorage=true for Azurite), or {Setting}__accountName to use the application's identity.");
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? fromIdentity(uri, _identity.Value)
            : throw new InvalidOperationException($"{Setting}__{addressSetting} is not an absolute address: '{address}'.");
    }

    private static T? Try<T>(Func<T> create)
        where T : class
    {
        try
        {
            return create();
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
