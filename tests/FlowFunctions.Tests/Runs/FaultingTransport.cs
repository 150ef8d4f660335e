using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Tests.Runs;

/// <summary>Breaks one request to storage: it is lost on its way there, or was carried out and its answer is lost.</summary>
internal sealed class FaultingTransport : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();
    private readonly int _broken;
    private readonly bool _isCarriedOut;
    private int _requests;

    /// <param name="broken">Which request breaks, from 1; 0 for none.</param>
    /// <param name="isCarriedOut">Whether storage still does what it was asked.</param>
    public FaultingTransport(int broken, bool isCarriedOut) => (_broken, _isCarriedOut) = (broken, isCarriedOut);

    public int Requests => _requests;

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var isBroken = Interlocked.Increment(ref _requests) == _broken;
        if (isBroken && !_isCarriedOut)
        {
            throw new Azure.RequestFailedException("The request is lost.");
        }

        await _real.ProcessAsync(message);
        if (isBroken)
        {
            throw new Azure.RequestFailedException("The answer is lost.");
        }
    }

    public void Dispose() => _real.Dispose();
}
