using FlowFunctions.Definitions;
using FlowFunctions.Settings;
using FlowFunctions.Steps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Runs;

internal static class RunsRegistration
{
    /// <summary>Adds starting, running, reading and recording of runs. Needs the storage, the flows, the integrations and the targets.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.AddCheckedOptions<RunsOptions>(RunsOptions.Section);
        services.AddOptions<RunsOptions>().PostConfigure<IConfiguration>((options, configuration) =>
            options.TaskHub = new[] { options.TaskHub, configuration[RunsOptions.HostTaskHub], RunsOptions.DefaultTaskHub }.First(hub => !string.IsNullOrWhiteSpace(hub))!);
        services.AddCheckedOptions<RetentionOptions>(RetentionOptions.Section);
        services.AddSingleton<DumpStore>();
        services.AddSingleton<IRejectedRows>(provider => provider.GetRequiredService<DumpStore>());
        services.AddSingleton<IStepLife, StepLife>();
        services.AddSingleton<IRunNames, RunNames>();
        services.AddSingleton<IRepair, LostRuns>();
        services.AddSingleton<StandingRuns>();
        services.AddSingleton<RunPurge>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<OwnerRuns>();
        services.AddSingleton<StepHandleStore>();
        services.AddSingleton<UnkeptStarts>();
        services.AddSingleton<RunRecorder>();
        services.AddSingleton<InterruptedRuns>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<RunCanceller>();
        services.AddSingleton<RunLooks>();
        services.AddSingleton<StepDriver>();
        services.AddSingleton<FlowMetrics>();
        services.AddSingleton<RunTelemetry>();
        services.AddHostedService<ActiveRuns>();
        return services;
    }
}
