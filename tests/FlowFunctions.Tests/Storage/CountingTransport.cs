using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Tests.Storage;

/// <summary>Counts the requests that a storage client sends, and notes their addresses.</summary>
internal sealed class CountingTransport : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();
    private readonly ConcurrentQueue<string> _addresses = new();

    public int Requests => _addresses.Count;

    /// <summary>In the order in which they were sent.</summary>
    public IReadOnlyList<string> Addresses => [.. _addresses];

    public void Reset() => _addresses.Clear();

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override ValueTask ProcessAsync(HttpMessage message)
    {
        _addresses.Enqueue(message.Request.Uri.ToString());
        return _real.ProcessAsync(message);
    }

    public void Dispose() => _real.Dispose();
}
