using System.Diagnostics;

namespace FlowFunctions.Telemetry;

/// <summary>A stretch of work on a run or a step: what is logged and called in it belongs there. Ends when it is disposed.</summary>
/// <param name="Span">Stands for the span while it lasts, and is itself never exported; null where nobody traces.</param>
/// <param name="Log">Null where nobody logs.</param>
public readonly record struct TelemetryScope(Activity? Span, IDisposable? Log) : IDisposable
{
    public void Dispose()
    {
        Log?.Dispose();
        Span?.Dispose();
    }
}
