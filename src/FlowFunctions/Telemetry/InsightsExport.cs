using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace FlowFunctions.Telemetry;

/// <summary>Spans and metrics to Application Insights. Not logs: the Functions host sends the worker's there already, and the alerts of infra/alerts read those.</summary>
internal static class InsightsExport
{
    public static void AddTo(IOpenTelemetryBuilder telemetry, TelemetryExport export)
    {
        telemetry.Services.AddOptions<AzureMonitorExporterOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            options.ConnectionString = export.InsightsConnectionString;

            // A limit of traces in a second would lose the very run that somebody looks for. OTEL_TRACES_SAMPLER sets one where it must be.
            (options.SamplingRatio, options.TracesPerSecond) = (1, null);

            // The Functions host tells these already.
            (options.EnableLiveMetrics, options.EnableStandardMetrics, options.EnablePerformanceCounters) = (false, false, false);
            if (export.SignsInToInsights)
            {
                options.Credential = new ManagedIdentityCredential(
                    TelemetryExport.ClientIdOf(configuration) is { } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
            }
        });
        telemetry
            .WithTracing(tracing => tracing.AddAzureMonitorTraceExporter())
            .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter());
    }
}
