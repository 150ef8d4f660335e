using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Tests.Targets.Anaplan;

/// <summary>Storage that can be away.</summary>
internal sealed class AwayTransport : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();

    public bool IsAway { get; set; }

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override ValueTask ProcessAsync(HttpMessage message) => IsAway ? throw new RequestFailedException("Storage is away.") : _real.ProcessAsync(message);

    public void Dispose() => _real.Dispose();
}
