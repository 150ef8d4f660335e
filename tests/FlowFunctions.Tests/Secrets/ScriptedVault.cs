using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace FlowFunctions.Tests.Secrets;

/// <summary>
/// As much of the Key Vault REST API as secrets need: it asks for a token first, as a vault does, and then sets, gets and deletes. Reached through the real
/// client.
/// </summary>
internal sealed class ScriptedVault : HttpMessageHandler
{
    /// <summary>Of a value, in bytes: https://learn.microsoft.com/azure/key-vault/secrets/about-secrets.</summary>
    private const int MaximumLength = 25 * 1024;

    private static readonly Uri Address = new("https://acme.vault.azure.net");

    public ConcurrentDictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Of each secret, as the client gave them.</summary>
    public ConcurrentDictionary<string, JsonElement> Tags { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers all that follows with this status instead.</summary>
    public HttpStatusCode? Broken { get; set; }

    /// <summary>Of the answers that are <see cref="Broken"/>; null for none.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Takes all that follows and answers nothing.</summary>
    public bool IsSilent { get; set; }

    /// <param name="options">The client's; null for one that asks once.</param>
    public SecretClient Connect(SecretClientOptions? options = null)
    {
        options ??= new() { Retry = { MaxRetries = 0 } };
        options.Transport = new HttpClientTransport(this);
        return new(Address, new AnyToken(), options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsSilent)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (request.Headers.Authorization?.Parameter != AnyToken.Token)
        {
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            challenge.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"https://vault.azure.net\"");
            return challenge;
        }

        var name = request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1) ?? "";
        Asked.Enqueue($"{request.Method} {request.RequestUri.AbsolutePath}");
        if (Broken is { } status)
        {
            var broken = Answer(status, """{"error":{"code":"Broken","message":"The vault does not answer."}}""");
            if (RetryAfter is { } value)
            {
                broken.Headers.TryAddWithoutValidation("Retry-After", value);
            }

            return broken;
        }

        switch (request.Method.Method)
        {
            case "PUT":
                using (var body = await JsonDocument.ParseAsync(await request.Content!.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken))
                {
                    var value = body.RootElement.GetProperty("value").GetString()!;
                    if (Encoding.UTF8.GetByteCount(value) > MaximumLength)
                    {
                        return Answer(HttpStatusCode.BadRequest, """{"error":{"code":"BadParameter","message":"The value is too long."}}""");
                    }

                    Secrets[name] = value;
                    Tags[name] = body.RootElement.GetProperty("tags").Clone();
                }

                return Answer(HttpStatusCode.OK, Bundle(name));
            case "GET" when name.Length == 0:
                return Answer(HttpStatusCode.OK, JsonSerializer.Serialize(new { value = Secrets.Keys.Select(key => new { id = $"{Address}secrets/{key}", attributes = new { enabled = true }, tags = TagsOf(key) }) }));
            case "GET" when Secrets.ContainsKey(name):
                return Answer(HttpStatusCode.OK, Bundle(name));
            case "DELETE" when Secrets.ContainsKey(name):
                var deleted = Bundle(name);
                Secrets.TryRemove(name, out _);
                return Answer(HttpStatusCode.OK, deleted);
            default:
                return Answer(HttpStatusCode.NotFound, """{"error":{"code":"SecretNotFound","message":"A secret with this name was not found."}}""");
        }
    }

    private JsonElement? TagsOf(string name) => Tags.TryGetValue(name, out var tags) ? tags : null;

    private static HttpResponseMessage Answer(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private string Bundle(string name) => JsonSerializer.Serialize(new { value = Secrets[name], id = $"{Address}secrets/{name}/1", attributes = new { enabled = true } });

    private sealed class AnyToken : TokenCredential
    {
        public const string Token = "token-of-the-vault";

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
