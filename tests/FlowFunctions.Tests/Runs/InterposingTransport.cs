using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Tests.Runs;

/// <summary>Has another do all that it does before one request to storage: two at once, in the order that a test wants.</summary>
/// <param name="before">Which request, from 1.</param>
/// <param name="other">What the other does, by a transport of its own.</param>
internal sealed class InterposingTransport(int before, Func<Task> other) : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();
    private int _requests;

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (Interlocked.Increment(ref _requests) == before)
        {
            await other();
        }

        await _real.ProcessAsync(message);
    }

    public void Dispose() => _real.Dispose();
}
