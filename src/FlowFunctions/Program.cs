using FlowFunctions.Api;
using FlowFunctions.Connections;
using FlowFunctions.Flows;
using FlowFunctions.Health;
using FlowFunctions.Integrations;
using FlowFunctions.Notifications;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Secrets;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using FlowFunctions.Targets;
using FlowFunctions.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseApi();
builder.Services
    .AddFlowStorage()
    .AddSecurity()
    .AddSecrets()
    .AddFlowConnections()
    .AddIntegrations()
    .AddFlows()
    .AddTargets()
    .AddNotifications()
    .AddRuns()
    .AddSchedules()
    .AddHealth();
builder.UseTelemetry();

await builder.Build().RunAsync();
