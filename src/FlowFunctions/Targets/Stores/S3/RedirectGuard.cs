using System.Net;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>
/// Ends a request whose answer sends elsewhere. The client library would follow, and fails at every address that is not Amazon's own with a fault of its own that
/// it takes for one of the connection, and repeats. And hands on what region the body of a refusal names.
/// </summary>
/// <param name="followsAmazon">Whether the library may go on to an address of Amazon's, for it knows those: where neither address nor region is configured.</param>
/// <param name="inner">Does not follow by itself.</param>
internal sealed class RedirectGuard(bool followsAmazon, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>An error's XML has a few hundred bytes.</summary>
    private const int MostOfBody = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var isElsewhere = Redirects.Is(response.StatusCode) && !(followsAmazon && IsAmazons(response));
        if (!isElsewhere && response.StatusCode != HttpStatusCode.BadRequest)
        {
            return response;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(MostOfBody, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            var header = response.Headers.TryGetValues(BucketRegion.Header, out var values) ? values.FirstOrDefault() : null;
            var region = BucketRegion.Of(header, response.Headers.Location, body);
            if (isElsewhere)
            {
                throw new BucketElsewhereException($"{(int)response.StatusCode} {BucketRegion.CodeOf(body)}".TrimEnd(), region);
            }

            if (header is null && region is not null)
            {
                // The library knows regions by the header alone, and tells nobody what the body of an error says.
                response.Headers.TryAddWithoutValidation(BucketRegion.Header, region);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsAmazons(HttpResponseMessage response) =>
        response is { StatusCode: HttpStatusCode.TemporaryRedirect, Headers.Location: { IsAbsoluteUri: true, Host: var host } location }
        && location.Scheme == Uri.UriSchemeHttps
        && (host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase));
}
