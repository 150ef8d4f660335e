using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FlowFunctions.Telemetry;

internal static class TelemetryRegistration
{
    private const string DefaultServiceName = "flow-functions";

    /// <summary>Requests in, requests out, and the runtime: .NET's own meters.</summary>
    private static readonly string[] PlatformMeters = ["Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"];

    /// <summary>Adds traces, metrics and logs, and what exports them where the standard variables name a place.</summary>
    public static FunctionsApplicationBuilder UseTelemetry(this FunctionsApplicationBuilder builder)
    {
        WorkerLogLevels.AddTo(builder.Configuration);
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section);
        if (TelemetryExport.Of(builder.Configuration) is { IsOn: true } export)
        {
            Export(builder, export);
        }

        return builder;
    }

    /// <summary>Who it is that sends.</summary>
    public static ResourceBuilder Describe(ResourceBuilder resource) =>
        resource.AddService(DefaultServiceName, serviceVersion: ProductVersion.Current.Product).AddEnvironmentVariableDetector();

    private static void Export(FunctionsApplicationBuilder builder, TelemetryExport export)
    {
        // Without baggage: what a caller sends along is not for the endpoints of the steps.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource))
            .WithTracing(Trace)
            .WithMetrics(metrics => metrics.AddMeter(FlowMeter.Name).AddMeter(PlatformMeters));
        SpanFilters.AddTo(builder.Services);
        if (export.IsOtlp)
        {
            builder.Services.Configure<OpenTelemetryLoggerOptions>(logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true));
            telemetry.UseOtlpExporter();
        }

        if (export.InsightsConnectionString is not null)
        {
            InsightsExport.AddTo(telemetry, export);
        }
    }

    /// <summary>In Azure the Functions host tells of requests itself, and runs are under its spans; one of the worker's web server would count a request twice.</summary>
    private static void Trace(TracerProviderBuilder tracing)
    {
        tracing.AddSource(FlowTracing.SourceName).AddHttpClientInstrumentation();
        if (ProductVersion.Current.IsLocal)
        {
            tracing.AddAspNetCoreInstrumentation();
        }
    }
}
