using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>Finds the key in a request: <c>Authorization: AnaplanAuthToken</c> or <c>Bearer</c>, or <c>x-functions-key</c>.</summary>
internal static class Credential
{
    private static readonly string[] Schemes = ["AnaplanAuthToken ", "Bearer "];

    /// <summary>Null where the request carries none. Authorization is looked at first.</summary>
    public static string? Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        foreach (var scheme in Schemes)
        {
            if (authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return authorization[scheme.Length..].Trim();
            }
        }

        return request.Headers.TryGetValue("x-functions-key", out var key) ? key.ToString() : null;
    }
}
