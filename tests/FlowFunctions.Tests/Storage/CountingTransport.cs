using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Tests.Storage;

/// <summary>Counts the requests that a storage client sends.</summary>
internal sealed class CountingTransport : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();
    private int _requests;

    public int Requests => _requests;

    public void Reset() => Interlocked.Exchange(ref _requests, 0);

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override ValueTask ProcessAsync(HttpMessage message)
    {
        Interlocked.Increment(ref _requests);
        return _real.ProcessAsync(message);
    }

    public void Dispose() => _real.Dispose();
}
