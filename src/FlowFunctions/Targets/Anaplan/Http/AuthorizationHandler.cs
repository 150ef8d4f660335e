using System.Net;
using System.Net.Http.Headers;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Waits for the user's budget and gives the request its token. A 401 is answered with a new token and the request again, once: the service checks the token before it
/// does anything, so that is safe for every request.
/// </summary>
internal sealed class AuthorizationHandler(AccessTokens tokens, RequestBudget budget, TimeProvider time) : DelegatingHandler
{
    private const string Scheme = "AnaplanAuthToken";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A permit must be used at once: a token that has yet to be got comes before it.
        await tokens.GetAsync(cancellationToken);
        await budget.TakeAsync(cancellationToken);
        var token = await tokens.GetAsync(cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        response.Dispose();
        await tokens.ReplaceAsync(token, cancellationToken);
        await budget.TakeAsync(cancellationToken);
        return await SendAsync(request, await tokens.GetAsync(cancellationToken), cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue(Scheme, token.Value);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests && RetryAfterHeader.Read(response.Headers, time.GetUtcNow()) is { } pause)
        {
            budget.Pause(pause < Repetition.LongestRetryAfter ? pause : Repetition.LongestRetryAfter);
        }

        return response;
    }
}
