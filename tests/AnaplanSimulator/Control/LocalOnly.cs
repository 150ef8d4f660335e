using System.Net;
using Microsoft.AspNetCore.Http;

namespace AnaplanSimulator.Control;

/// <summary>
/// Who may control the simulator: whoever is on this machine and addresses it as such. The second keeps a page of another site, whose name was bound
/// to loopback, from doing it through a browser here.
/// </summary>
internal static class LocalOnly
{
    public static bool Allows(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && (context.Request.Host.Host == "localhost" || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)))
        && (HttpMethods.IsGet(context.Request.Method) || IsOfSameOrigin(context.Request));

    private static bool IsOfSameOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is "" or null || request.Headers.Origin == $"{request.Scheme}://{request.Host}";
}
