using System.Net;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>
/// Ends a request whose answer says that the bucket is elsewhere, with the region that it names. The client library would follow: at every address that is not Amazon's own it fails with a
/// fault that it takes for one of the connection, and repeats; and what the body of a refusal says of a region it tells nobody.
/// </summary>
/// <param name="followsAmazon">Whether the library may go on to an address of Amazon's that names no region, for it knows those: where no address is configured.</param>
/// <param name="inner">Does not follow by itself.</param>
internal sealed class RegionGuard(bool followsAmazon, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>An error's XML has a few hundred bytes.</summary>
    private const int MostOfBody = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var isRedirect = Redirects.Is(response.StatusCode);
        if (!isRedirect && response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Forbidden))
        {
            return response;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(MostOfBody, cancellationToken);
            var body = AnswerText.Decode(await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType?.CharSet);
            var header = response.Headers.TryGetValues(BucketRegion.Header, out var values) ? values.FirstOrDefault() : null;
            var region = BucketRegion.Of(header, response.Headers.Location, body);
            if (isRedirect ? region is null && followsAmazon && IsAmazons(response) : region is null || region == BucketRegion.SignedFor(request.Headers))
            {
                return response;
            }

            throw new BucketElsewhereException($"{(int)response.StatusCode} {BucketRegion.CodeOf(body)}".TrimEnd(), region, isRedirect);
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
