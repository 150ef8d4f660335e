using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>
/// Lets through to Google's library what is an answer about a token: one, or a refusal in the words of RFC 6749 (5.1, 5.2). The library takes every other answer, a proxy's page or a redirect,
/// for a refusal of the key, and fails on an empty one.
/// </summary>
/// <param name="inner">Sends; does not follow redirects.</param>
/// <param name="time">For when the next request is asked for.</param>
internal sealed class TokenAnswers(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    /// <summary>A token has about a thousand bytes.</summary>
    private const int MostOfBody = 256 * 1024;

    /// <summary>Refusals that say that the service, not the key, is at fault; the last two are Google's own.</summary>
    private static readonly string[] Passing = ["server_error", "temporarily_unavailable", "internal_failure", "rate_limit_exceeded"];

    /// <exception cref="NoTokenAnswerException">The answer is none about a token.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if (await IsAboutTokenAsync(response, cancellationToken))
            {
                return response;
            }

            throw new NoTokenAnswerException(
                $"the address for tokens answers {(int)response.StatusCode} with neither a token nor a reason", RetryAfterHeader.Read(response.Headers, time.GetUtcNow()));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<bool> IsAboutTokenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            return false;
        }

        await response.Content.LoadIntoBufferAsync(MostOfBody, cancellationToken);
        try
        {
            using var body = await AnswerJson.ReadAsync(response.Content, cancellationToken);

            // The library reads it once more, and fails where it does not know the charset.
            using var former = response.Content;
            response.Content = new StringContent(body.RootElement.GetRawText(), Encoding.UTF8, MediaTypeNames.Application.Json);
            return response.StatusCode == HttpStatusCode.OK
                ? body.RootElement.TextOf("access_token") is { Length: > 0 }
                : body.RootElement.TextOf("error") is { Length: > 0 } error && !Passing.Contains(error, StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
