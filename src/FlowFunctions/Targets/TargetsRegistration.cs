using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Targets.Endpoint;
using FlowFunctions.Targets.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FlowFunctions.Targets;

internal static class TargetsRegistration
{
    /// <summary>Adds the targets that steps can run on. Needs what goes out, and the stores of definitions.</summary>
    public static IServiceCollection AddTargets(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new BackOff(Random.Shared.NextDouble));
        services.AddSingleton<EndpointCredentials>();
        services.AddSingleton<EndpointTarget>();
        services.AddSingleton<IStepTarget, StepTargets>();
        services.AddAnaplan();
        services.AddStores();
        return services;
    }
}
