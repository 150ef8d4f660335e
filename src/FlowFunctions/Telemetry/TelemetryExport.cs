using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Telemetry;

/// <summary>Where telemetry goes, as the standard variables say. The libraries read the rest of them (protocol, headers, sampler, intervals) themselves.</summary>
/// <param name="IsOtlp">To an OpenTelemetry collector: an endpoint is named.</param>
/// <param name="InsightsConnectionString">To Application Insights; null where that is not configured.</param>
/// <param name="SignsInToInsights">Whether Application Insights takes the app's identity and not the connection string's key.</param>
internal sealed record TelemetryExport(bool IsOtlp, string? InsightsConnectionString, bool SignsInToInsights)
{
    private static readonly string[] OtlpEndpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    private static readonly TelemetryExport None = new(false, null, false);

    /// <summary>Whether it goes anywhere. Where not, nothing listens, and nothing costs anything.</summary>
    public bool IsOn => IsOtlp || InsightsConnectionString is not null;

    public static TelemetryExport Of(IConfiguration configuration)
    {
        if (string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase))
        {
            return None;
        }

        // As the Functions host reads it: "Authorization=AAD", alone or with "ClientId=…".
        var signIn = configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] ?? "";
        return new(
            Array.Exists(OtlpEndpoints, endpoint => configuration[endpoint] is { Length: > 0 }),
            configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 } insights ? insights : null,
            signIn.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The client id in <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>; null for the system-assigned identity.</summary>
    public static string? ClientIdOf(IConfiguration configuration) =>
        (configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .FirstOrDefault(part => part is [var name, { Length: > 0 }] && name.Equals("ClientId", StringComparison.OrdinalIgnoreCase))?[1];
}
