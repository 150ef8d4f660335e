using FlowFunctions.Telemetry;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Tests.Telemetry;

public sealed class TelemetryExportTests
{
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=00000000-0000-0000-0000-000000000001";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317")]
    [InlineData(true, false, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4317")]
    [InlineData(false, true, Insights)]
    [InlineData(true, true, Insights, "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317")]
    [InlineData(false, false, Insights, "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", "OTEL_SDK_DISABLED=true")]
    [InlineData(false, false, "OTEL_SERVICE_NAME=flows", "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    public void Telemetry_goes_where_the_standard_variables_say(bool otlp, bool insights, params string[] settings)
    {
        var export = TelemetryExport.Of(Configuration(settings));

        Assert.Equal((otlp, insights, otlp || insights), (export.IsOtlp, export.InsightsConnectionString is not null, export.IsOn));
    }

    [Theory]
    [InlineData(null, false, null)]
    [InlineData("Authorization=AAD", true, null)]
    [InlineData("ClientId=11112222-3333-4444-5555-666677778888;Authorization=AAD", true, "11112222-3333-4444-5555-666677778888")]
    public void Identity_for_insights_is_read_as_the_host_reads_it(string? authentication, bool signsIn, string? clientId)
    {
        var configuration = Configuration(authentication is null ? [Insights] : [Insights, "APPLICATIONINSIGHTS_AUTHENTICATION_STRING=" + authentication]);

        Assert.Equal((signsIn, clientId), (TelemetryExport.Of(configuration).SignsInToInsights, TelemetryExport.ClientIdOf(configuration)));
    }

    private static IConfiguration Configuration(string[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], (string?)parts[1])))
            .Build();
}
