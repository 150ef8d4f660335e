using System.Collections.Concurrent;
using System.Diagnostics;

namespace FlowFunctions.Tests.Telemetry;

/// <summary>Listens to the spans of this process's requests, runs and outgoing calls, and keeps those of one trace.</summary>
internal sealed class SpanRecorder : IDisposable
{
    public const string Server = "Microsoft.AspNetCore";
    public const string Client = "System.Net.Http";
    public const string Own = "FlowFunctions";

    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<RecordedSpan> _spans = new();

    public SpanRecorder(string traceId)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Server or Client or Own,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId.ToHexString() == traceId)
                {
                    _spans.Enqueue(RecordedSpan.Of(span));
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<RecordedSpan> Spans => [.. _spans];

    public IReadOnlyList<RecordedSpan> Of(string source) => [.. _spans.Where(span => span.Source == source)];

    public void Dispose() => _listener.Dispose();
}
