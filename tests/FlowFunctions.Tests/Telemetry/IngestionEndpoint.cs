using System.Collections.Concurrent;
using System.IO.Compression;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Telemetry;

/// <summary>Stands for the ingestion endpoint of Application Insights: takes everything, and keeps it as text.</summary>
internal sealed class IngestionEndpoint : LoopbackServer
{
    private readonly ConcurrentQueue<string> _taken = new();

    public IReadOnlyList<string> Taken => [.. _taken];

    public static Task<IngestionEndpoint> StartAsync() => StartAsync(new IngestionEndpoint());

    protected override async Task HandleAsync(HttpContext context)
    {
        await using var body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        using var reader = new StreamReader(body);
        var text = await reader.ReadToEndAsync();
        _taken.Enqueue(text);
        var items = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        await context.Response.WriteAsJsonAsync(new { itemsReceived = items, itemsAccepted = items, errors = Array.Empty<object>() });
    }
}
