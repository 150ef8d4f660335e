using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Http;

/// <summary>Content that is the same as long as the process runs: compressed once, and with a tag, so that who has it does not load it again.</summary>
internal sealed class StaticContent : IResult
{
    private const string Gzip = "gzip";

    private readonly EntityTagHeaderValue _tag;
    private readonly string _mediaType;
    private readonly byte[] _content;
    private readonly byte[] _compressed;

    public StaticContent(byte[] content, string mediaType)
    {
        _content = content;
        _mediaType = mediaType;
        _compressed = Compress(content);

        // The two encodings differ in their bytes, and are the same to whoever has decoded them.
        _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"", isWeak: true);
    }

    /// <summary>Sent with every answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        response.Headers.ETag = _tag.ToString();
        response.Headers.XContentTypeOptions = AnswerHeaders.NoSniff;
        response.Headers.Vary = HeaderNames.AcceptEncoding;

        // Asked for anew each time, so that a new version of the service is seen at once; answered with 304 while it is the same.
        response.Headers.CacheControl = "no-cache";
        if (Preconditions.Knows(request, _tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = _content;
        if (AcceptedEncodings.Takes(request, Gzip))
        {
            body = _compressed;
            response.Headers.ContentEncoding = Gzip;
        }

        response.ContentType = $"{_mediaType}{(IsText ? "; charset=utf-8" : "")}";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }

    private bool IsText => !_mediaType.StartsWith("image/", StringComparison.Ordinal);

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
