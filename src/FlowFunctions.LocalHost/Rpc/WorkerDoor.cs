using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace FlowFunctions.LocalHost.Rpc;

/// <summary>Knows which workers are awaited. Each id is a secret of 128 bits and lets in one stream.</summary>
internal sealed class WorkerDoor(WorkerLog log)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerChannel>> _awaited = new(StringComparer.Ordinal);

    /// <summary>The id for a worker that is about to be started.</summary>
    public string Expect()
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _awaited[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return id;
    }

    /// <summary>The worker's stream, once it has connected.</summary>
    public Task<WorkerChannel> ConnectedAsync(string id, CancellationToken cancellationToken) => _awaited[id].Task.WaitAsync(cancellationToken);

    /// <summary>The channel for a stream; null for one that nobody awaits, or that is there already.</summary>
    public WorkerChannel? Enter(string id)
    {
        var channel = new WorkerChannel(log);
        return _awaited.TryGetValue(id, out var awaited) && awaited.TrySetResult(channel) ? channel : null;
    }
}
