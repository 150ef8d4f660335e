using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Tests.Runs;

/// <summary>
/// Breaks one request to storage: it is lost on its way there, or was carried out and its answer is lost. Or it is the last one of a process that stops; or it is sent twice, as the client library
/// does with one whose answer it has missed, and the second answer counts.
/// </summary>
internal sealed class FaultingTransport : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();
    private readonly int _broken;
    private readonly bool _isCarriedOut;
    private readonly bool _isLast;
    private readonly bool _isSentTwice;
    private int _requests;

    /// <param name="broken">Which request breaks, from 1; 0 for none.</param>
    /// <param name="isCarriedOut">Whether storage still does what it was asked.</param>
    /// <param name="isLast">Whether no request after it reaches storage: the process has stopped there.</param>
    public FaultingTransport(int broken, bool isCarriedOut, bool isLast = false) => (_broken, _isCarriedOut, _isLast) = (broken, isCarriedOut, isLast);

    /// <param name="sentTwice">Which request is sent twice, from 1.</param>
    public FaultingTransport(int sentTwice) => (_broken, _isSentTwice) = (sentTwice, true);

    public int Requests => _requests;

    /// <summary>Whether the process has stopped.</summary>
    public bool IsStopped => _isLast && _requests >= _broken;

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var number = Interlocked.Increment(ref _requests);
        var isBroken = number == _broken && !_isSentTwice;
        if ((isBroken && !_isCarriedOut) || (_isLast && number > _broken))
        {
            throw new Azure.RequestFailedException("The request is lost.");
        }

        await _real.ProcessAsync(message);
        if (_isSentTwice && number == _broken)
        {
            await _real.ProcessAsync(message);
        }

        if (isBroken)
        {
            throw new Azure.RequestFailedException("The answer is lost.");
        }
    }

    public void Dispose() => _real.Dispose();
}
