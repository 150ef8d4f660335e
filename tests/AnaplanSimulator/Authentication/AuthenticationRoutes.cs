using System.Text.Json;
using AnaplanSimulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AnaplanSimulator.Authentication;

/// <summary>The authentication service: it hands out tokens for passwords, certificates and other tokens.</summary>
internal static class AuthenticationRoutes
{
    private const string TokenScheme = "AnaplanAuthToken ";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/token/authenticate", AuthenticateAsync);
        app.MapPost("/token/refresh", (Call call) => Found(call) is { } token ? Issued(call.World.Tokens.Issue(token.User)) : Refused());
        app.MapGet("/token/validate", (Call call) => Found(call) is { } token ? Issued(token, StatusCodes.Status200OK) : Refused());
        app.MapPost("/token/logout", (Call call) =>
        {
            if (Found(call) is not { } token)
                return Refused();
            call.World.Tokens.Forget(token.Value);
            return Results.NoContent();
        });
    }

    /// <summary>The token of a request; null where it has none that is valid.</summary>
    public static AccessToken? Found(Call call)
    {
        var header = call.Context.Request.Headers.Authorization.ToString();
        return header.StartsWith(TokenScheme, StringComparison.OrdinalIgnoreCase) ? call.World.Tokens.Find(header[TokenScheme.Length..].Trim()) : null;
    }

    private static async Task<IResult> AuthenticateAsync(Call call)
    {
        var user = call.Context.Request.Headers.Authorization.ToString().Split(' ', 2) switch
        {
            [var scheme, var credentials] when Is(scheme, "Basic") => call.World.Accounts.ByPassword(credentials),
            [var scheme, var certificate] when Is(scheme, "CACertificate") && await BodyAsync(call) is { } body =>
                call.World.Accounts.ByCertificate(certificate, body, call.World.Settings.TakesUntimedProofs),
            _ => null,
        };
        return user is null ? Refused() : Issued(call.World.Tokens.Issue(user));
    }

    private static async Task<SignedData?> BodyAsync(Call call)
    {
        try
        {
            return await call.Context.Request.ReadFromJsonAsync<SignedData>(call.Context.RequestAborted);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Issued(AccessToken token, int status = StatusCodes.Status201Created) => new JsonAnswer(
        new
        {
            meta = new { validationUrl = "/token/validate" },
            status = "SUCCESS",
            statusMessage = "Login successful",
            tokenInfo = new { expiresAt = token.ExpiresAt.ToUnixTimeMilliseconds(), tokenId = token.TokenId, tokenValue = token.Value, refreshTokenId = token.RefreshTokenId },
        },
        status);

    private static IResult Refused() => new JsonAnswer(
        new
        {
            status = "FAILURE_BAD_CREDENTIAL",
            statusMessage = "The credentials are missing, unknown or expired.",
        },
        StatusCodes.Status401Unauthorized);

    private static bool Is(string scheme, string expected) => string.Equals(scheme, expected, StringComparison.OrdinalIgnoreCase);
}
