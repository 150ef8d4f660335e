using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Anaplan's authentication service: it gives tokens for a password, a certificate, or an older token.</summary>
internal sealed partial class AuthenticationService(
    IHttpClientFactory clients, IOptions<AnaplanOptions> options, TimeProvider time, ILogger<AuthenticationService> logger)
{
    public const string ClientName = "anaplan-authentication";

    /// <summary>Before a token's end; or a fifth of its life, where that is less.</summary>
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    /// <exception cref="AnaplanException">The service refused, or did not answer.</exception>
    public async Task<AccessToken> AuthenticateAsync(CancellationToken cancellationToken)
    {
        using var request = MessageOf(HttpMethod.Post, "/token/authenticate", token: null);
        request.Options.Set(RequestTraits.HasProof, true);
        return await SendAsync(request, async response => await ReadAsync(response, cancellationToken) ?? throw Refused(response.StatusCode), cancellationToken);
    }

    /// <summary>Whether the service takes a token that it gave: it may have been ended, or its user, before its time.</summary>
    /// <exception cref="AnaplanException">The service did not answer.</exception>
    public async Task<bool> TakesAsync(AccessToken token, CancellationToken cancellationToken)
    {
        using var request = MessageOf(HttpMethod.Get, "/token/validate", token);
        return await SendAsync(
            request,
            async response =>
            {
                if (IsRefusal(response))
                {
                    return false;
                }

                using var answer = await ReadJsonAsync(response, cancellationToken);
                return !SaysFailure(answer.RootElement);
            },
            cancellationToken);
    }

    /// <summary>Null where the service gives none for the old one, whatever the reason: the credentials are asked for one then.</summary>
    public async Task<AccessToken?> RefreshAsync(AccessToken old, CancellationToken cancellationToken)
    {
        using var request = MessageOf(HttpMethod.Post, "/token/refresh", old);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException or AnaplanException)
        {
            LogNotRefreshed(exception);
            return null;
        }
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, cancellationToken);
            return await read(response);
        }
        catch (TimeoutException exception)
        {
            throw Unavailable(RunErrorCodes.TimedOut, $"did not answer within {options.Value.RequestTimeout.TotalSeconds:0.###} seconds", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unavailable(RunErrorCodes.ConnectionRefused, $"cannot be reached; check {AnaplanOptions.Section}:{nameof(AnaplanOptions.AuthAddress)} and the network's way out", exception);
        }
    }

    private HttpRequestMessage MessageOf(HttpMethod method, string path, AccessToken? token)
    {
        var request = new HttpRequestMessage(method, options.Value.AuthAddress.TrimEnd('/') + path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("AnaplanAuthToken", token.Value);
        request.Options.Set(RequestTraits.IsRepeatable, true);
        return request;
    }

    /// <summary>Null where the service refuses.</summary>
    private async Task<AccessToken?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (IsRefusal(response))
        {
            return null;
        }

        using var answer = await ReadJsonAsync(response, cancellationToken);
        var token = answer.RootElement.Find("tokenInfo");
        if (token?.Text("tokenValue") is { } value)
        {
            return TokenOf(value, token.Value.Integer("expiresAt"));
        }

        return SaysFailure(answer.RootElement) ? null : throw Odd(new JsonException("tokenInfo.tokenValue is missing"), response.StatusCode);
    }

    private async Task<JsonDocument> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw Unavailable(RunErrorCodes.ConnectionRefused, $"answered {(int)response.StatusCode}", null, response.StatusCode);
        }

        try
        {
            return await AnswerJson.ReadAsync(response.Content, cancellationToken);
        }
        catch (JsonException exception)
        {
            throw Odd(exception, response.StatusCode);
        }
    }

    private static bool IsRefusal(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest;

    private static bool SaysFailure(JsonElement answer) => answer.Text("status") is { } status && status.StartsWith("FAIL", StringComparison.OrdinalIgnoreCase);

    private AccessToken TokenOf(string value, long? expiresAt)
    {
        var now = time.GetUtcNow();
        var life = expiresAt is > 0 and < 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(expiresAt.Value) - now : TimeSpan.Zero;
        if (life <= TimeSpan.Zero)
        {
            // Our clock or the service's is wrong, or it does not say: the token is used until it is refused.
            return new(value, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        }

        var margin = life / 5 < LongestMargin ? life / 5 : LongestMargin;
        return new(value, now + life - margin, now + life);
    }

    private AnaplanException Refused(HttpStatusCode status) => new(
        RunErrorCodes.ConnectionRefused,
        options.Value.HasCertificate
            ? $"Anaplan refused the certificate in {AnaplanOptions.Section}. Check that it is registered with a user in Anaplan, is valid now, and has its own key with it, and that this machine's clock is right, whose time is signed; then run the step again."
            : $"Anaplan refused the user name or password in {AnaplanOptions.Section}:UserName and :Password. Correct them, and check that the user is not locked; then run the step again.")
    {
        Status = status,
    };

    private AnaplanException Odd(JsonException cause, HttpStatusCode status) =>
        Unavailable(RunErrorCodes.ConnectionRefused, $"gave an answer that cannot be understood; check {AnaplanOptions.Section}:{nameof(AnaplanOptions.AuthAddress)}", cause, status);

    private AnaplanException Unavailable(int errorCode, string what, Exception? cause, HttpStatusCode? status = null) =>
        new(errorCode, $"Anaplan's authentication at {options.Value.AuthAddress} {what}.", cause) { IsTransient = true, Status = status };

    [LoggerMessage(1600, LogLevel.Information, "Anaplan's token could not be refreshed; the credentials are used for a new one.")]
    private partial void LogNotRefreshed(Exception exception);
}
