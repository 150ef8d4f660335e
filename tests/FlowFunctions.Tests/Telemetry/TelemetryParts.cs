using System.Diagnostics.Metrics;
using FlowFunctions.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Telemetry;

/// <summary>Telemetry for tests that are about something else, and the parts of it for those that are not.</summary>
internal static class TelemetryParts
{
    public static FlowMetrics Metrics() => new(MeterFactory());

    public static RunTelemetry Telemetry() => new(Metrics(), NullLogger<RunTelemetry>.Instance);

    public static IMeterFactory MeterFactory() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
