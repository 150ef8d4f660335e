using System.Net;
using System.Net.Http.Headers;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Waits for the user's budget and gives the request its token. A 401 is answered with a new token and the request again, once: the service checks the token before it
/// does anything, so that is safe for every request.
/// </summary>
internal sealed class AuthorizationHandler(AccessTokens tokens, RequestBudget budget) : DelegatingHandler
{
    private const string Scheme = "AnaplanAuthToken";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await budget.TakeAsync(cancellationToken);
        var token = await tokens.GetAsync(cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        response.Dispose();
        var renewed = await tokens.ReplaceAsync(token, cancellationToken);
        await budget.TakeAsync(cancellationToken);
        return await SendAsync(request, renewed, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue(Scheme, token.Value);
        return base.SendAsync(request, cancellationToken);
    }
}
