using System.Security.Cryptography;
using System.Text;
using FlowFunctions.LocalHost.Settings;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Azure.WebJobs.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>Builds the WebJobs host that triggers functions: Microsoft's own, with the extensions for queues, timers and Durable Task, each set up by host.json.</summary>
internal static class JobHosts
{
    /// <summary>
    /// Makes the host, before the application is loaded: the Durable Task extension looks through all types of all assemblies that there are at that moment
    /// (TypedCodeProvider.cs of azure-functions-durable-extension), which with the application's takes half a second more.
    /// </summary>
    /// <param name="configuration">With host.json under <see cref="HostConfiguration.HostJsonSection"/>.</param>
    /// <param name="functions">Asked for all functions of the application when the triggers start; those for HTTP are left out here.</param>
    /// <param name="invoker">Asked for what runs the functions, then.</param>
    /// <param name="clients">Gets the durable client's description.</param>
    /// <param name="faults">Takes what goes wrong outside of functions.</param>
    /// <param name="loggers">The host's own.</param>
    public static IHost Create(
        IConfiguration configuration,
        Func<IEnumerable<HostedFunction>> functions,
        Func<FunctionInvoker> invoker,
        DurableClients clients,
        TriggerFaults faults,
        ILoggerFactory loggers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        builder.Configuration["AzureWebJobsConfigurationSection"] = HostConfiguration.HostJsonSection;

        // The Durable Task extension asks the platform these things; this machine is none of its plans, also where it is a container.
        builder.Configuration["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        builder.Configuration["CONTAINER_NAME"] = "";
        if (configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not { Length: > 0 })
        {
            // Spans of the extension go to Application Insights alone; the application's own go where OTEL_EXPORTER_OTLP_ENDPOINT says.
            builder.Configuration[$"{HostConfiguration.HostJsonSection}:extensions:durableTask:tracing:distributedTracingEnabled"] = "false";
        }

        var services = builder.Services;
        services.Replace(ServiceDescriptor.Singleton(loggers));
        services.AddSingleton(_ => invoker());
        services.AddSingleton(clients);
        services.AddSingleton<IWebJobsExceptionHandlerFactory>(faults);
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.AddSingleton<IHostIdProvider>(new HubHostId(HostConfiguration.TaskHub(configuration)));
        services.AddSingleton<ITypeLocator>(new MadeTypes(functions));
        var jobs = services.AddWebJobs(_ => { });
        services.AddAzureStorageCoreServices();
        jobs.AddAzureStorageQueues();
        jobs.AddTimers();
        PatientComponents.AddTo(services);
        services.Replace(ServiceDescriptor.Singleton<ScheduleMonitor, BlobScheduleMonitor>());
#pragma warning disable CS0618 // "Not ready for public consumption", yet the extension cannot do without.
        services.AddSingleton<IWebHookProvider, NoWebHooks>();
#pragma warning restore CS0618
        jobs.AddDurableTask();
        if (configuration.GetSection($"{HostConfiguration.HostJsonSection}:functionTimeout").Get<TimeSpan?>() is { } timeout && timeout > TimeSpan.Zero)
        {
            // "-1" is for none.
            services.Configure<JobHostFunctionTimeoutOptions>(options => options.Timeout = timeout);
        }

        services.AddHostedService<JobHostService>();
        var host = builder.Build();
        _ = host.Services.GetServices<IExtensionConfigProvider>().ToList();
        return host;
    }

    /// <summary>Finds out what durable clients are made of, once the triggers run.</summary>
    public static Task FindDurableClientsAsync(IHost host) => host.Services.GetRequiredService<IJobHost>().CallAsync(TriggerMethods.DurableClientMethod);

    /// <summary>Tells the triggers that they stop, whether all of them have been started or not: that what they call is given back from then on is no failure of it.</summary>
    public static void TellOfStop(IHost host) => host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    private sealed class MadeTypes(Func<IEnumerable<HostedFunction>> functions) : ITypeLocator
    {
        private readonly Lazy<Type> _type = new(() => TriggerMethods.Make(functions()));

        public IReadOnlyList<Type> GetTypes() => [_type.Value];
    }

    /// <summary>Hosts of one hub share locks and the states of timers.</summary>
    private sealed class HubHostId(string hub) : IHostIdProvider
    {
        // At most 32 lower case letters, digits and hyphens.
        private const int Longest = 32;

        private readonly string _id = hub.Length <= Longest
            ? hub.ToLowerInvariant()
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hub.ToUpperInvariant())))[..Longest];

        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult(_id);
    }

    // The Durable Task extension asks for the address of its HTTP calls when it describes a client; they are not served here.
#pragma warning disable CS0618
    private sealed class NoWebHooks : IWebHookProvider
    {
        public Uri GetUrl(IExtensionConfigProvider extension) => new("http://localhost/runtime/webhooks/durabletask");
    }
#pragma warning restore CS0618
}
