using System.Diagnostics;
using System.Net;
using FlowFunctions.Settings;
using FlowFunctions.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Outgoing;

internal static class OutgoingRegistration
{
    /// <summary>Adds the HTTP client through which endpoints and webhooks are called, guarded against the addresses that they may not have.</summary>
    public static IServiceCollection AddOutgoing(this IServiceCollection services)
    {
        services.AddCheckedOptions<TargetsOptions>(TargetsOptions.Section)
            .PostConfigure<IHostEnvironment>((options, environment) => options.AllowPrivateNetworks ??= environment.IsDevelopment());
        services.AddSingleton<ConnectionGuard>();
        services.AddSingleton<EndpointExchange>();
        services.AddHttpClient(EndpointExchange.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(provider.GetRequiredService<ConnectionGuard>(), provider.GetRequiredService<IOptions<TelemetryOptions>>().Value))
            .AddHttpMessageHandler(() => new LostConnectionHandler())
            // The factory's own log lines carry whole addresses, and an address may carry a key.
            .RemoveAllLoggers();
        return services;
    }

    private static SocketsHttpHandler CreateHandler(ConnectionGuard guard, TelemetryOptions telemetry) => new()
    {
        // Redirects are followed by the target, which knows where it may go.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxResponseHeadersLength = 32,
        // Ids of the run's trace go along where the settings say so.
        ActivityHeadersPropagator = telemetry.PropagateToEndpoints ? DistributedContextPropagator.Current : DistributedContextPropagator.CreateNoOutputPropagator(),
        // A name may move to another address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
        // Behind a proxy the address that is connected to would be the proxy's, and the guard blind.
        UseProxy = false,
    };
}
