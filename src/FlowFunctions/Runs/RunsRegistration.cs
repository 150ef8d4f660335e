using FlowFunctions.Steps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

internal static class RunsRegistration
{
    /// <summary>Adds starting, running, reading and recording of runs. Needs the storage, the flows, the integrations and the targets.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.AddOptions<RunsOptions>().BindConfiguration(RunsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RunsOptions>, RunsOptionsValidation>();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidation>();
        services.AddSingleton<DumpStore>();
        services.AddSingleton<IRejectedRows>(provider => provider.GetRequiredService<DumpStore>());
        services.AddSingleton<IStepLife, StepLife>();
        services.AddSingleton<RunPurge>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<StepHandleStore>();
        services.AddSingleton<RunRecorder>();
        services.AddSingleton<InterruptedRuns>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<StepDriver>();
        services.AddSingleton<FlowMetrics>();
        services.AddSingleton<RunTelemetry>();
        services.AddHostedService<ActiveRuns>();
        return services;
    }
}
