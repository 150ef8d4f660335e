using FlowFunctions.Connections;
using FlowFunctions.Definitions;
using FlowFunctions.Flows;
using FlowFunctions.Health;
using FlowFunctions.Http;
using FlowFunctions.Integrations;
using FlowFunctions.Notifications;
using FlowFunctions.Outgoing;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Secrets;
using FlowFunctions.Security;
using FlowFunctions.Settings;
using FlowFunctions.Storage;
using FlowFunctions.Targets;
using FlowFunctions.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;

namespace FlowFunctions;

/// <summary>The application, composed once for all that run it: its own process, the local host and the tests.</summary>
internal static class FlowFunctionsApplication
{
    /// <summary>Adds everything but the settings. What must replace a service of the application is registered after this.</summary>
    public static FunctionsApplicationBuilder UseFlowFunctions(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseApi();
        builder.Services
            .AddSettingsChecks()
            .AddFlowStorage()
            .AddSecurity()
            .AddSecrets()
            .AddOutgoing()
            .AddDefinitions()
            .AddTargets()
            .AddRuns()
            .AddSchedules()
            .AddNotifications()
            .AddFlows()
            .AddIntegrations()
            .AddFlowConnections()
            .AddHealth();
        builder.UseTelemetry();
        return builder;
    }
}
