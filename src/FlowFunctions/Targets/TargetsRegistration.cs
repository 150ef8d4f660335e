using System.Net;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Targets.Endpoint;
using FlowFunctions.Targets.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets;

internal static class TargetsRegistration
{
    /// <summary>Adds the targets that steps can run on, and the HTTP client through which endpoints are called.</summary>
    public static IServiceCollection AddTargets(this IServiceCollection services)
    {
        services.AddOptions<TargetsOptions>()
            .Configure<IConfiguration>((options, configuration) => configuration.GetSection(TargetsOptions.Section).Bind(options))
            .PostConfigure<IHostEnvironment>((options, environment) => options.AllowPrivateNetworks ??= environment.IsDevelopment())
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TargetsOptions>, TargetsOptionsValidation>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new BackOff(Random.Shared.NextDouble));
        services.AddSingleton<ConnectionGuard>();
        services.AddSingleton<EndpointExchange>();
        services.AddSingleton<EndpointTarget>();
        services.AddSingleton<IStepTarget, StepTargets>();
        services.AddAnaplan();
        services.AddAnaplanSteps();
        services.AddStores();

        services.AddHttpClient(EndpointExchange.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(provider.GetRequiredService<ConnectionGuard>()))
            // The factory's own log lines carry whole addresses, and an address may carry a key.
            .RemoveAllLoggers();
        return services;
    }

    private static SocketsHttpHandler CreateHandler(ConnectionGuard guard) => new()
    {
        // Redirects are followed by the target, which knows where it may go.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxResponseHeadersLength = 32,
        // A name may move to another address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
        // Behind a proxy the address that is connected to would be the proxy's, and the guard blind.
        UseProxy = false,
    };
}
