using System.Net.Mime;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Outgoing;

/// <summary>
/// Sends one request to an endpoint and reads its answer, within the limits of time and size. A GET follows redirects within its origin; another method is answered by the redirect itself:
/// what it asked for was not done there, and a GET elsewhere would not do it.
/// </summary>
internal sealed class EndpointExchange(IHttpClientFactory clients, IOptions<TargetsOptions> options, TimeProvider time)
{
    public const string ClientName = "endpoint";

    private const int MaximumRedirects = 5;

    /// <exception cref="TimeoutException">No answer was there in time.</exception>
    /// <exception cref="HttpRequestException">The endpoint could not be reached, or broke off before its answer.</exception>
    /// <exception cref="UnreadableAnswerException">What came is no answer by HTTP, or has more headers than are read.</exception>
    /// <exception cref="RedirectRefusedException">The endpoint redirects a GET elsewhere, or in circles.</exception>
    public async Task<EndpointAnswer> SendAsync(EndpointRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                var answer = await SendOnceAsync(request, either.Token, cancellationToken);
                if (!answer.IsRedirect || request.Method != HttpMethod.Get)
                {
                    return answer;
                }

                if (redirects == MaximumRedirects)
                {
                    throw new RedirectRefusedException($"The endpoint redirects more than {MaximumRedirects} times.");
                }

                var address = EndpointAddress.Resolve(request.Address, answer.Location, out var fault)
                    ?? throw new RedirectRefusedException($"The endpoint answered {(int)answer.Status} {fault}, which is not followed.");
                request = request with { Address = address };
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                limit.IsCancellationRequested
                    ? $"The endpoint did not answer within {options.Value.CallTimeout.TotalSeconds:0.###} seconds."
                    : $"No connection to {request.Address.Authority} was made in time.",
                exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new UnreadableAnswerException(
                exception.HttpRequestError == HttpRequestError.InvalidResponse ? "The endpoint's answer is no answer by HTTP." : "The endpoint's answer has more headers than are read.", exception);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException("The endpoint broke its answer off.", exception);
        }
    }

    /// <param name="request">What is sent.</param>
    /// <param name="either">The time for the whole exchange is over, or <paramref name="cancellationToken"/> is cancelled.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    private async Task<EndpointAnswer> SendOnceAsync(EndpointRequest request, CancellationToken either, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(time.GetUtcNow());
        using var response = await clients.CreateClient(ClientName).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either);
        return new()
        {
            Address = request.Address,
            Status = response.StatusCode,
            Location = response.Headers.Location,
            RetryAfter = RetryAfterHeader.Read(response.Headers, time.GetUtcNow()),
            SaysJson = response.Content.Headers.ContentType?.MediaType is { } type
                && (type.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)),
            Body = await AnswerBody.ReadAsync(response.Content, EndpointAnswer.MaximumBodySize, either, cancellationToken),
        };
    }
}
