using FlowFunctions.Api;
using FlowFunctions.Flows;
using FlowFunctions.Integrations;
using FlowFunctions.Notifications;
using FlowFunctions.Runs;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using FlowFunctions.Targets;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseApi();
builder.Services
    .AddFlowStorage()
    .AddSecurity()
    .AddIntegrations()
    .AddFlows()
    .AddTargets()
    .AddNotifications()
    .AddRuns();

await builder.Build().RunAsync();
