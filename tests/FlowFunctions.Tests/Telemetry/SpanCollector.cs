using System.Collections.Concurrent;
using System.Text;
using FlowFunctions.Testing;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Telemetry;

/// <summary>An OpenTelemetry collector on loopback that takes OTLP over HTTP and keeps what it understands of the spans, for apps in processes of their own.</summary>
internal sealed class SpanCollector : LoopbackServer
{
    // Fields of opentelemetry-proto: ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans, and those of Span.
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Spans = 2;
    private const int TraceId = 1;
    private const int SpanId = 2;
    private const int ParentSpanId = 4;
    private const int Name = 5;

    private readonly ConcurrentQueue<CollectedSpan> _spans = new();

    public IReadOnlyList<CollectedSpan> Collected => [.. _spans];

    public static Task<SpanCollector> StartAsync() => StartAsync(new SpanCollector());

    protected override async Task HandleAsync(HttpContext context)
    {
        // Metrics are answered 200 as well, and not kept.
        if (context.Request.Path != "/v1/traces")
        {
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var span in from resource in Fields(body.ToArray(), ResourceSpans) from scope in Fields(resource, ScopeSpans) from span in Fields(scope, Spans) select span)
        {
            _spans.Enqueue(new(Hex(span, TraceId), Hex(span, SpanId), Hex(span, ParentSpanId), Encoding.UTF8.GetString(Fields(span, Name).Single())));
        }
    }

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).SingleOrDefault() ?? []);

    /// <summary>The values of a field that holds bytes, a text or a message.</summary>
    private static List<byte[]> Fields(byte[] message, int field)
    {
        List<byte[]> found = [];
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited))
            {
                found.Add(input.ReadBytes().ToByteArray());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
