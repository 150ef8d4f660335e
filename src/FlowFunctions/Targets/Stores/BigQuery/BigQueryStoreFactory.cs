using FlowFunctions.Core.Connections;
using FlowFunctions.Steps;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>Opens datasets by the key of a service account.</summary>
internal sealed class BigQueryStoreFactory(
    IOptions<GoogleBigQueryOptions> options,
    System.Net.Http.IHttpClientFactory clients,
    IHttpMessageHandlerFactory handlers,
    BackOff backOff,
    TimeProvider time) : IDataStoreFactory
{
    /// <summary>Of the HTTP client for the service, whose address is the operator's.</summary>
    public const string ServiceClient = "Google BigQuery";

    /// <summary>Of the HTTP client for tokens at an address that a connection's author gave.</summary>
    public const string ForeignTokenClient = "Google token, by a key's address";

    private const string Scope = "https://www.googleapis.com/auth/bigquery";
    private const string GoogleTokenAddress = "https://oauth2.googleapis.com/token";

    public ConnectionType Type => ConnectionType.GoogleBigQuery;

    public IDataStore Open(ConnectionInput connection, ConnectionSecret? secret)
    {
        var dataset = ((GoogleBigQuerySettings)connection.Settings).Dataset;
        var place = new StorePlace(Type, dataset, connection.Name);
        if (secret is not GoogleBigQuerySecret { ServiceAccountKey: var key })
        {
            throw new StoreException(StoreFault.Connection, $"The connection '{connection.Name}' has no service account's key; enter it again.");
        }

        // A key may be older than the rule for its members.
        if (!GoogleProjects.IsId(key["project_id"]))
        {
            throw new StoreException(StoreFault.Connection, $"The service account's key of the connection '{connection.Name}' names no project; enter it again.");
        }

        var client = new BigQueryClient(
            clients.CreateClient(ServiceClient),
            new Uri(options.Value.ServiceAddress.TrimEnd('/') + "/"),
            CredentialOf(key, place),
            place,
            backOff,
            time);
        return new BigQueryDataStore(client, new(key["project_id"], dataset), place);
    }

    private ServiceAccountCredential CredentialOf(IReadOnlyDictionary<string, string> key, StorePlace place)
    {
        var configured = options.Value.TokenAddress;
        var address = configured.Length > 0 ? configured : key.GetValueOrDefault("token_uri") is { Length: > 0 } own ? own : GoogleTokenAddress;
        var handler = handlers.CreateHandler(configured.Length > 0 ? ServiceClient : ForeignTokenClient);
        var initializer = new ServiceAccountCredential.Initializer(key["client_email"], address)
        {
            Scopes = [Scope],
            KeyId = key.GetValueOrDefault("private_key_id"),
            Clock = new GoogleClock(time),

            // Asked again by the client, as for all else.
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            HttpClientFactory = new HttpClientFromMessageHandlerFactory(_ => new(new TokenAnswers(handler, time), performsAutomaticDecompression: false, handlesRedirect: false)),
        };
        try
        {
            return new(initializer.FromPrivateKey(key["private_key"]));
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or System.Security.Cryptography.CryptographicException or InvalidOperationException)
        {
            // The exception may quote the key.
            throw place.Refused("the private key of the service account is not readable; enter the key's file as Google made it");
        }
    }
}
