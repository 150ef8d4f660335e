using System.Net;
using System.Net.Http.Headers;
using FlowFunctions.Outgoing;
using FlowFunctions.Settings;
using FlowFunctions.Targets.Anaplan.Steps;
using FlowFunctions.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

internal static class AnaplanRegistration
{
    /// <summary>Adds the target that runs steps on models, over Anaplan's bulk API. Needs the storage, the stores and the runs.</summary>
    public static IServiceCollection AddAnaplan(this IServiceCollection services)
    {
        services.AddCheckedOptions<AnaplanOptions>(AnaplanOptions.Section);
        services.AddSingleton<Credentials>();
        services.AddSingleton<AuthenticationService>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IAnaplanCheck, AnaplanCheck>();
        services.AddSingleton<BudgetStore>();
        services.AddSingleton<RequestBudget>();
        services.AddSingleton<AnswerFaults>();
        services.AddSingleton<AnaplanClient>();
        services.AddSingleton<AnaplanApi>();
        services.AddSingleton<QueueStore>();
        services.AddSingleton<ModelQueue>();
        services.AddSingleton<ModelQueueMetrics>();
        services.AddSingleton<UploadPhase>();
        services.AddSingleton<DownloadPhase>();
        services.AddSingleton<TaskSearch>();
        services.AddSingleton<TaskStarter>();
        services.AddSingleton<LostStarts>();
        services.AddSingleton<TaskFollower>();
        services.AddSingleton<TaskCanceller>();
        services.AddSingleton<TaskPhase>();
        services.AddSingleton<DumpSaver>();
        services.AddSingleton<AnaplanTarget>();
        services.AddTransient<AuthorizationHandler>();
        services.AddTransient<AttemptHandler>();
        services.AddTransient<ProofHandler>();

        // A repetition is authorised and counted anew, and each attempt has its own time: so these handlers stand in this order.
        var api = AddClient(services, AnaplanClient.ClientName, options => options.ApiAddress);
        api.AddResilienceHandler("repetition", Repetition.Configure);
        api.AddHttpMessageHandler<AuthorizationHandler>().AddHttpMessageHandler<AttemptHandler>().AddHttpMessageHandler(() => new LostConnectionHandler());

        var authentication = AddClient(services, AuthenticationService.ClientName, options => options.AuthAddress);
        authentication.AddResilienceHandler("repetition", Repetition.Configure);
        authentication.AddHttpMessageHandler<ProofHandler>().AddHttpMessageHandler<AttemptHandler>().AddHttpMessageHandler(() => new LostConnectionHandler());
        return services;
    }

    private static IHttpClientBuilder AddClient(IServiceCollection services, string name, Func<AnaplanOptions, string> address) =>
        services.AddHttpClient(name)
            .ConfigureHttpClient(client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;

                // Whose requests they are: Anaplan's support asks for that.
                client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("FlowFunctions", ProductVersion.Current.Product));
            })
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(new Uri(address(provider.GetRequiredService<IOptions<AnaplanOptions>>().Value))))
            .RemoveAllLoggers();

    private static SocketsHttpHandler CreateHandler(Uri address) => new()
    {
        // The token goes to the configured host and to no other.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,

        // A proxy is for the way out of the network.
        UseProxy = !address.IsLoopback,
    };
}
