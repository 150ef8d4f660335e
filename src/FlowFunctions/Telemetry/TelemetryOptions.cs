namespace FlowFunctions.Telemetry;

/// <summary>
/// What is said about traces to others. Section <c>Telemetry</c>. Where telemetry goes is not configured here but by the standard variables, <c>OTEL_*</c> and
/// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>.
/// </summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>
    /// Whether calls to endpoints and webhooks carry the header <c>traceparent</c>, by which their owners can join their spans to the run's trace. It holds random ids and
    /// nothing else; no baggage is ever sent. Default true.
    /// </summary>
    public bool PropagateToEndpoints { get; set; } = true;
}
