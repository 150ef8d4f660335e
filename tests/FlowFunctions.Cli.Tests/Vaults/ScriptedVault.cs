using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using FlowFunctions.Cli.Vaults;

namespace FlowFunctions.Cli.Tests.Vaults;

/// <summary>As much of a Key Vault as reading needs: it asks for a token first, as a vault does. Reached through the real client.</summary>
internal sealed class ScriptedVault : HttpMessageHandler
{
    private const string Token = "token-of-the-vault";

    private readonly Lock _lock = new();

    /// <summary>By name.</summary>
    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>The addresses that were asked for with a token.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Of every answer; null for the vault's own.</summary>
    public HttpStatusCode? Status { get; set; }

    public Task<string> ReadAsync(KeyVaultReference reference, CancellationToken cancellationToken) =>
        new KeyVaultSecrets(new AnyToken(), new HttpClientTransport(this)).ReadAsync(reference, cancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization?.Parameter != Token)
        {
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            challenge.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"https://vault.azure.net\"");
            return Task.FromResult(challenge);
        }

        var path = request.RequestUri!.GetLeftPart(UriPartial.Path);
        lock (_lock)
        {
            Asked.Add(path);
        }

        var name = request.RequestUri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)[1];
        return Task.FromResult(
            Status is { } status ? Answer(status, """{"error":{"code":"Forbidden","message":"Caller is not authorized.\r\nCaller: somebody"}}""")
            : Secrets.TryGetValue(name, out var value) ? Answer(HttpStatusCode.OK, JsonSerializer.Serialize(new { value, id = path, attributes = new { enabled = true } }))
            : Answer(HttpStatusCode.NotFound, """{"error":{"code":"SecretNotFound","message":"A secret with this name was not found."}}"""));
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
