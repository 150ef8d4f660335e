using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace FlowFunctions.Telemetry;

/// <summary>Spans, metrics, and the lines that the Functions host does not take, to Application Insights. It sends all others itself, and the alerts of infra/alerts read those.</summary>
internal static class InsightsExport
{
    public static void AddTo(IOpenTelemetryBuilder telemetry, TelemetryExport export)
    {
        telemetry.Services.AddOptions<AzureMonitorExporterOptions>().Configure<IConfiguration>((options, configuration) => Configure(options, export, configuration));
        telemetry
            .WithTracing(tracing => tracing.AddAzureMonitorTraceExporter())
            .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter());
        telemetry.Services
            .AddSingleton<ILoggerProvider>(services => new LinesOutsideInvocations(Lines(export, services.GetRequiredService<IConfiguration>())))
            .AddLogging(logging => logging.AddFilter<LinesOutsideInvocations>(category: null, LinesOutsideInvocations.Least));
    }

    private static void Configure(AzureMonitorExporterOptions options, TelemetryExport export, IConfiguration configuration)
    {
        options.ConnectionString = export.InsightsConnectionString;

        // A limit of traces in a second would lose the very run that somebody looks for. OTEL_TRACES_SAMPLER sets one where it must be.
        (options.SamplingRatio, options.TracesPerSecond) = (1, null);

        // A line outside of any trace is not sampled with one.
        options.EnableTraceBasedLogsSampler = false;

        // The Functions host tells these already.
        (options.EnableLiveMetrics, options.EnableStandardMetrics, options.EnablePerformanceCounters) = (false, false, false);
        if (export.SignsInToInsights)
        {
            options.Credential = new ManagedIdentityCredential(
                TelemetryExport.ClientIdOf(configuration) is { } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
        }
    }

    // A factory of its own: one exporter of all lines beside the others' would send those of invocations, too.
    private static ILoggerFactory Lines(TelemetryExport export, IConfiguration configuration) => LoggerFactory.Create(logging => logging.AddOpenTelemetry(lines =>
    {
        lines.IncludeFormattedMessage = true;
        lines.SetResourceBuilder(TelemetryRegistration.Describe(ResourceBuilder.CreateDefault()));
        lines.AddAzureMonitorLogExporter(options => Configure(options, export, configuration));
    }));
}
