using System.Collections.Concurrent;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Counts what passes between a host and the emulator.</summary>
internal sealed class StorageProxy : StorageForwarder
{
    private ConcurrentDictionary<StorageRequest, int> _counts = new();
    private long _lastOfApplication;

    private StorageProxy(AzuriteEndpoints storage)
        : base(storage.Services)
    {
    }

    public static async Task<StorageProxy> StartAsync(AzuriteEndpoints storage, CancellationToken cancellationToken)
    {
        var proxy = new StorageProxy(storage);
        await proxy.StartAsync(cancellationToken);
        return proxy;
    }

    /// <summary>When the application's last request for a table was answered that is not made whether anything is done or not: a time stamp of <see cref="TimeProvider.System"/>.</summary>
    public long LastOfApplication => Volatile.Read(ref _lastOfApplication);

    /// <summary>The requests of each kind since this was last asked.</summary>
    public IReadOnlyDictionary<StorageRequest, int> TakeCounts() => Interlocked.Exchange(ref _counts, new());

    protected override async Task HandleAsync(HttpContext http, string service, int port)
    {
        var batchOf = http.Request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal) ? await TableOfBatchAsync(http) : null;
        await PassAsync(http, port, SameRequest.Instance);
        var request = StorageRequest.Of(service, http.Request, http.Response.StatusCode, batchOf);
        _counts.AddOrUpdate(request, 1, static (_, count) => count + 1);
        if (request is { Owner: RequestOwner.Application, Service: "table", IsBackground: false })
        {
            Volatile.Write(ref _lastOfApplication, TimeProvider.System.GetTimestamp());
        }
    }

    private static async Task<string> TableOfBatchAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        http.Request.Body.Position = 0;
        return StorageRequest.TableOfBatch(body);
    }
}
