using System.Net;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Sends a request once and gives it up when nothing happens for the request timeout: no piece of the body goes out, no head of an answer comes. Unless the answer is
/// streamed, its body belongs to the attempt too, so that one that breaks off is repeated like one that never came.
/// </summary>
internal sealed class AttemptHandler(IOptions<AnaplanOptions> options, TimeProvider time) : DelegatingHandler
{
    /// <summary>Far over what lists and results have.</summary>
    private const long MaximumBufferedAnswer = 64 << 20;

    /// <exception cref="TimeoutException">Nothing happened for too long.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(RequestTraits.Watch, out var watch))
        {
            return await AttemptAsync(request, cancellationToken);
        }

        await watch.BeginAsync(cancellationToken);
        try
        {
            var response = await AttemptAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests)
            {
                watch.WasNotTaken();
            }

            return response;
        }
        catch (Exception exception) when (ConnectionFaults.IsBeforeSending(exception))
        {
            watch.WasNotTaken();
            throw;
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var patience = options.Value.PatienceWith(request.Has(RequestTraits.IsRepeatable));
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var chunk = request.Content as ChunkContent;
        if (chunk is not null)
        {
            chunk.PieceSent = () => limit.CancelAfter(patience);
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            limit.CancelAfter(patience);
            if (!response.IsSuccessStatusCode || !request.Has(RequestTraits.IsStreamed))
            {
                await response.Content.LoadIntoBufferAsync(MaximumBufferedAnswer, either.Token);
            }

            if (response.IsSuccessStatusCode && await IsPageAsync(request, response, either.Token))
            {
                // Repeated as a connection that broke is.
                throw new PageAnswerException((int)response.StatusCode);
            }

            return response;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            throw new TimeoutException($"Nothing happened for {patience.TotalSeconds:0.###} seconds.", exception);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
        finally
        {
            if (chunk is not null)
            {
                chunk.PieceSent = null;
            }
        }
    }

    private static async Task<bool> IsPageAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        AnswerCheck.IsPage(response)
        || (!request.Has(RequestTraits.IsStreamed) && AnswerCheck.StartsPage(await response.Content.ReadAsByteArrayAsync(cancellationToken)));
}
