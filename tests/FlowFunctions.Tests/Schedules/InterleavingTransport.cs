using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Tests.Schedules;

/// <summary>Lets another process do something right before one request to storage, the first that is asked for, or between its answer and who reads that.</summary>
internal sealed class InterleavingTransport(Func<Request, bool> isBefore, Func<Task> other, bool isAfter = false) : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();
    private bool _isDone;

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var isIt = !_isDone && isBefore(message.Request);
        _isDone |= isIt;
        if (isIt && !isAfter)
        {
            await other();
        }

        await _real.ProcessAsync(message);
        if (isIt && isAfter)
        {
            await other();
        }
    }

    public void Dispose() => _real.Dispose();
}
