using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowFunctions.Tests.Targets.Stores.S3;

/// <summary>
/// Amazon with buckets in several regions, in place of the network: each region has its host, takes only what is signed for it, and tells of a bucket that is elsewhere in one of the
/// ways that Amazon does.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
/// </summary>
internal sealed partial class FakeAmazon : HttpMessageHandler
{
    private readonly Dictionary<string, (string Region, FakeS3 Server)> _buckets = new(StringComparer.Ordinal);
    private readonly HttpMessageInvoker _loopback = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>Says that a bucket is elsewhere.</summary>
    public Func<HttpRequestMessage, string, HttpResponseMessage> Elsewhere { get; set; } = (_, region) => Answer(HttpStatusCode.MovedPermanently, "PermanentRedirect", region);

    /// <summary>Hosts that were asked, in order; each with the region that the request was signed for.</summary>
    public ConcurrentQueue<(string Host, string SignedFor)> Asked { get; } = new();

    public void Add(string bucket, string region, FakeS3 server) => _buckets[bucket] = (region, server);

    /// <param name="status">Of the answer.</param>
    /// <param name="code">In its body.</param>
    /// <param name="region">In its header; null for none.</param>
    /// <param name="more">In its body, beside the code.</param>
    public static HttpResponseMessage Answer(HttpStatusCode status, string code, string? region = null, string more = "")
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent($"<Error><Code>{code}</Code><Message>m</Message>{more}</Error>", Encoding.UTF8, "application/xml") };
        if (region is not null)
        {
            answer.Headers.Add("x-amz-bucket-region", region);
        }

        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = Host().Match(request.RequestUri!.Host);
        var scope = Scope().Match(request.Headers.NonValidated["Authorization"].ToString());
        Asked.Enqueue((request.RequestUri.Host, scope.Groups["region"].Value));
        if (!host.Success)
        {
            throw new HttpRequestException($"Nobody may be asked at {request.RequestUri.Host}.");
        }

        var (region, server) = _buckets[host.Groups["bucket"].Value];
        if (host.Groups["region"].Value != region || scope.Groups["region"].Value != region)
        {
            var elsewhere = Elsewhere(request, region);
            elsewhere.RequestMessage = request;
            return elsewhere;
        }

        request.RequestUri = new($"{server.Url}/{FakeS3.Bucket}{request.RequestUri.PathAndQuery}");
        return await _loopback.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _loopback.Dispose();
        base.Dispose(disposing);
    }

    [GeneratedRegex(@"^(?<bucket>[a-z-]+)\.s3\.(?<region>[a-z0-9-]+)\.amazonaws\.com$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Host();

    [GeneratedRegex("Credential=[^/]+/[0-9]+/(?<region>[a-z0-9-]+)/s3/", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Scope();
}
