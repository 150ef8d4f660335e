using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Runs;

/// <summary>Each request to storage takes so long on the test's clock.</summary>
internal sealed class SlowTransport(FakeTimeProvider time, TimeSpan duration) : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        await _real.ProcessAsync(message);
        time.Advance(duration);
    }

    public void Dispose() => _real.Dispose();
}
