namespace FlowFunctions.Tests.Telemetry;

/// <summary>A span that came to a collector; ids in hex, an empty parent where it is a root.</summary>
internal sealed record CollectedSpan(string TraceId, string SpanId, string ParentId, string Name);
