using FlowFunctions.Targets.Anaplan.Steps;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Targets.Anaplan;

internal static class StepsRegistration
{
    /// <summary>Adds the target that runs steps on models. Needs Anaplan's API, the stores and the runs.</summary>
    public static IServiceCollection AddAnaplanSteps(this IServiceCollection services)
    {
        services.AddSingleton<UploadPhase>();
        services.AddSingleton<DownloadPhase>();
        services.AddSingleton<TaskPhase>();
        services.AddSingleton<DumpSaver>();
        services.AddSingleton<AnaplanTarget>();
        return services;
    }
}
