using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Cli.Tests.Endpoint;

/// <summary>Signs each call as the service's documentation tells it, written apart from the code that checks it.</summary>
internal sealed class SigningHandler() : DelegatingHandler(new HttpClientHandler())
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Null sends the call unsigned.</summary>
    public string? Secret { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Secret is not null)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var signed = Encoding.UTF8.GetBytes($"{Now.ToUnixTimeSeconds()}.{body}");
            var hex = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed)).ToLowerInvariant();
            request.Headers.Add("X-Flows-Signature", $"t={Now.ToUnixTimeSeconds()},v1={hex}");
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
