using System.Net;
using FlowFunctions.Definitions;
using FlowFunctions.Outgoing;
using FlowFunctions.Settings;
using FlowFunctions.Targets.Stores.BigQuery;
using FlowFunctions.Targets.Stores.Blob;
using FlowFunctions.Targets.Stores.S3;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Targets.Stores;

internal static class StoresRegistration
{
    /// <summary>Adds the files and tables that jobs read and write. Needs the connections and their secrets.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddCheckedOptions<AzureBlobOptions>(AzureBlobOptions.Section);
        services.AddCheckedOptions<AmazonS3Options>(AmazonS3Options.Section);
        services.AddCheckedOptions<GoogleBigQueryOptions>(GoogleBigQueryOptions.Section);

        services.AddSingleton<AzureIdentity>();
        services.AddSingleton<IDataStoreFactory, BlobStoreFactory>();
        services.AddSingleton<IDataStoreFactory, S3StoreFactory>();
        services.AddSingleton<IDataStoreFactory, BigQueryStoreFactory>();
        services.AddSingleton<ConnectionStanding>();
        services.AddSingleton<StoreConnections>();
        services.AddSingleton<IConnectionCheck, ConnectionCheck>();
        services.AddSingleton<IRepair, LostWrites>();

        // The factory's own log lines carry whole addresses, and that of an upload is nobody else's business.
        services.AddHttpClient(BigQueryStoreFactory.ServiceClient)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => CreateHandler(guard: null))
            .AddHttpMessageHandler(() => new LostConnectionHandler())
            .RemoveAllLoggers();
        services.AddHttpClient(BigQueryStoreFactory.ForeignTokenClient)
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(provider.GetRequiredService<ConnectionGuard>()))
            .AddHttpMessageHandler(() => new LostConnectionHandler())
            .RemoveAllLoggers();
        return services;
    }

    /// <param name="guard">Keeps addresses that a connection's author gave out of private networks; null for those of the configuration.</param>
    private static SocketsHttpHandler CreateHandler(ConnectionGuard? guard) => new()
    {
        // A token goes nowhere but where it was to go.
        AllowAutoRedirect = false,
        AutomaticDecompression = guard is null ? DecompressionMethods.GZip : DecompressionMethods.None,
        ConnectCallback = guard is null ? null : guard.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
        UseProxy = guard is null,
    };
}
