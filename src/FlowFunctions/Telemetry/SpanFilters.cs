using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;

namespace FlowFunctions.Telemetry;

/// <summary>Which of the platform's spans are worth keeping, and what they may tell.</summary>
internal static class SpanFilters
{
    private const string Address = "url.full";

    public static void AddTo(IServiceCollection services)
    {
        services.AddOptions<HttpClientTraceInstrumentationOptions>().Configure<TableServiceClient, QueueServiceClient, BlobServiceClient>(
            (options, tables, queues, blobs) =>
            {
                // A run makes dozens of requests to storage, and a host that idles makes some every second: they would bury what people look for.
                HashSet<string> storage = new([tables.Uri.Authority, queues.Uri.Authority, blobs.Uri.Authority], StringComparer.OrdinalIgnoreCase);
                options.FilterHttpRequestMessage = request => request.RequestUri is { } address && !storage.Contains(address.Authority);

                // The path of a webhook is its key.
                options.EnrichWithHttpRequestMessage = (span, request) => span.SetTag(Address, request.RequestUri?.GetLeftPart(UriPartial.Authority) + "/");
            });
        services.Configure<AspNetCoreTraceInstrumentationOptions>(options =>
            options.Filter = http => !http.Request.Path.StartsWithSegments("/2/0/health", StringComparison.OrdinalIgnoreCase));
    }
}
