using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>A digest of what a request asks for: path, query and body. Equal requests have equal fingerprints.</summary>
internal static class RequestFingerprint
{
    public static async Task<string> OfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadBodyAsync(cancellationToken);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}\n"));
        digest.AppendData(body.Span);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
