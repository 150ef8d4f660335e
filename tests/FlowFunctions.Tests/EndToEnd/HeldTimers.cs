using Azure.Storage.Blobs;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>
/// Storage that does not answer what timers ask of it until it is told to, and everything else at once: a host's triggers for queues and durable functions run then, and its start does not get to
/// its end.
/// </summary>
internal sealed class HeldTimers : StorageForwarder
{
    private readonly string _blobs;
    private readonly string _connectionString;
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;

    private HeldTimers(string connectionString, Uri blobs)
        : base([("blob", blobs.Port)])
    {
        _connectionString = connectionString;
        _blobs = blobs.Authority;
    }

    public string ConnectionString => _connectionString.Replace(_blobs, $"127.0.0.1:{PortAt(0)}", StringComparison.Ordinal);

    /// <summary>Whether a timer waits for its answer.</summary>
    public bool HoldsAny => Volatile.Read(ref _held) > 0;

    public static async Task<HeldTimers> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var storage = new HeldTimers(connectionString, new BlobServiceClient(connectionString).Uri);
        await storage.StartAsync(cancellationToken);
        return storage;
    }

    public void LetGo() => _letGo.TrySetResult();

    protected override async Task HandleAsync(HttpContext http, string service, int port)
    {
        if (http.Request.Path.Value!.Contains("/timers/", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _held);
            await _letGo.Task.WaitAsync(http.RequestAborted);
        }

        await PassAsync(http, port, SameRequest.Instance);
    }
}
