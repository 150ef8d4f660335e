using FlowFunctions.Embedded.Hosting.Converters;
using FlowFunctions.Embedded.Hosting.Durable;
using FlowFunctions.Embedded.Hosting.Invocation;
using FlowFunctions.Embedded.Hosting.Queues;
using FlowFunctions.Embedded.Hosting.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>The runtime's own services.</summary>
internal static class HostServices
{
    /// <summary>What an application may replace, registered before its own.</summary>
    public static void AddDefaults(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IFunctionActivator, FunctionActivator>();
        services.AddSingleton<IConfigureOptions<WorkerOptions>, DefaultConverters>();
        services.AddSingleton<IHostLifetime, HostLifetime>();
    }

    /// <summary>What runs the functions, registered after the application's own services, and so started after and stopped before them.</summary>
    public static void AddTriggers(IServiceCollection services, HostPlan plan, MiddlewareChain middleware)
    {
        services.AddSingleton(plan);
        services.AddSingleton(plan.Catalog);
        services.AddSingleton(middleware);
        services.TryAddSingleton<ParameterConversion>();
        services.TryAddSingleton<FunctionExecutor>();
        services.TryAddSingleton<DurableClientSources>();
        if (plan.Catalog.IsDurable)
        {
            DurableSetup.AddTo(services, plan);
        }

        services.AddSingleton<OutputQueues>();
        services.AddSingleton<TimerStatusStore>();
        services.AddHostedService<TimerService>();
        services.AddHostedService<QueueService>();
    }
}
