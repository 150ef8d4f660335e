using FlowFunctions.Embedded.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Hosting.Durable;

/// <summary>Connects the durable task engine to the application's orchestrators and activities.</summary>
internal static class DurableSetup
{
    public static void AddTo(IServiceCollection services, HostPlan plan)
    {
        services.AddSingleton<SerializerDataConverter>();
        services.AddSingleton<DurableFunctions>();
        services.AddSingleton(provider => provider.GetRequiredService<DurableFunctions>().Register(plan.Catalog));
        services.AddOptions<DurableTaskEngineOptions>().Configure<SerializerDataConverter>((options, converter) =>
        {
            options.HubName = plan.Hub;
            options.StorageConnectionString = plan.StorageConnection;
            options.MaxConcurrentActivities = plan.HostJson.MaxConcurrentActivities;
            options.DataConverter = converter;
        });
        services.AddDurableTaskEngine();
    }
}
