using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using FlowFunctions.Core.Connections;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>Opens buckets by their access key.</summary>
/// <param name="options">Where connections lead.</param>
/// <param name="time">Measures waits.</param>
/// <param name="network">In place of the network; null for that.</param>
internal sealed class S3StoreFactory(IOptions<AmazonS3Options> options, TimeProvider time, HttpMessageHandler? network = null) : IDataStoreFactory, IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);

    private readonly S3HttpClients _http = new(options.Value.ServiceUrl.Length == 0, network ?? S3HttpClients.Network(ConnectTimeout), Timeout);

    /// <summary>Where a bucket is looked for first: every region's address says where another's bucket is.</summary>
    private const string DefaultRegion = "us-east-1";

    public ConnectionType Type => ConnectionType.AmazonS3;

    public IDataStore Open(ConnectionInput connection, ConnectionSecret? secret)
    {
        var bucket = ((AmazonS3Settings)connection.Settings).BucketName;
        if (secret is not AmazonS3Secret { AccessKeyId: { } id, SecretAccessKey: { } key })
        {
            throw new StoreException(StoreFault.Connection, $"The connection '{connection.Name}' has no access key; enter it again.");
        }

        var region = options.Value.Region.Length > 0 ? options.Value.Region : DefaultRegion;
        var credentials = new BasicAWSCredentials(id, key);

        // The store lives as long as the process may use it, and its clients with it.
        return new S3DataStore(
            new(bucket, region, options.Value.ServiceUrl.Length == 0, place => new AmazonS3Client(credentials, Configure(options.Value, place))), new(Type, bucket, connection.Name), time);
    }

    public void Dispose() => _http.Dispose();

    private AmazonS3Config Configure(AmazonS3Options options, string region)
    {
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 4,
            ConnectTimeout = ConnectTimeout,
            Timeout = Timeout,
            HttpClientFactory = _http,

            // Checksums in trailers, the library's default, are unknown to many services that speak the protocol; each block is signed with its hash anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,

            // An address in the environment or in a profile is not this service's configuration.
            IgnoreConfiguredEndpointUrls = true,
            ForcePathStyle = options.ForcePathStyle ?? options.ServiceUrl.Length > 0,
        };
        if (options.ServiceUrl.Length > 0)
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }
}
