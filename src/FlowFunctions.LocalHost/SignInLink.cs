using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using FlowFunctions.Security;

namespace FlowFunctions.LocalHost;

/// <summary>The page's address with a one-time code in it, for the person at this machine: whoever has the development key's file may sign in with that key, and need not see it.</summary>
internal static class SignInLink
{
    /// <summary>Storage that takes longer keeps nobody from the host; the page asks for the key then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="urls">Where the host listens.</param>
    /// <param name="routePrefix">Of the application's routes; empty for none.</param>
    /// <param name="directory">That the development key is made in.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null where there is no development key, or the application does not take it: it has others.</returns>
    /// <exception cref="Exception">There is one, and the link could not be made (<see cref="IsFault"/>).</exception>
    public static async Task<Uri?> MakeAsync(IEnumerable<string> urls, string routePrefix, string directory, CancellationToken cancellationToken)
    {
        var path = DevelopmentKey.PathIn(directory);
        if (PageOf(urls, routePrefix) is not { } page || !File.Exists(path))
        {
            return null;
        }

        var call = new Uri(page, "2/0/caller/codes");
        using var network = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        using var http = new HttpClient(network, disposeHandler: false) { Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, call);
        request.Headers.Add("x-functions-key", (await File.ReadAllTextAsync(path, cancellationToken)).Trim());
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }

        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return new UriBuilder(page) { Fragment = $"code={body.GetProperty("code").GetProperty("code").GetString()}" }.Uri;
    }

    /// <summary>
    /// Whether this is what may keep a link from being made, and keeps nobody from the host: the application does not answer, not in time, or in another shape, or the key's file cannot be read or
    /// holds none.
    /// </summary>
    public static bool IsFault(Exception fault, CancellationToken cancellationToken) =>
        fault is HttpRequestException or SocketException or IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>
    /// Below the prefix, with a slash at its end: the page and its calls are found from there. Without TLS, whose certificate need not be trusted here; an address that stands for all of the
    /// machine's is called by the machine's own name for itself.
    /// </summary>
    private static Uri? PageOf(IEnumerable<string> urls, string routePrefix) =>
        urls.Select(url => new Uri(url)).FirstOrDefault(url => url.Scheme == Uri.UriSchemeHttp) is { } found
            ? new UriBuilder(found)
            {
                Host = found.Host is "0.0.0.0" or "[::]" ? "localhost" : found.Host,
                Path = routePrefix.Trim('/') is { Length: > 0 } prefix ? $"/{prefix}/" : "/",
            }.Uri
            : null;
}
