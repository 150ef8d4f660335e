using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using FlowFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Dashboard;

/// <summary>A file of the page, compressed by the build (RFC 7932 and 1952), with a tag, so that who has it does not load it again.</summary>
internal sealed class DashboardFile : IResult
{
    public const string BrotliSuffix = ".br";
    private const string GzipSuffix = ".gz";
    private const string Brotli = "br";
    private const string Gzip = "gzip";

    /// <summary>Of a file whose name changes with its content: a year, the longest that means anything.</summary>
    private const string ForEver = "public, max-age=31536000, immutable";

    /// <summary>Asked for anew each time, so that a new version of the service is seen at once; answered with 304 while it is the same.</summary>
    private const string AskedAgain = "no-cache";

    private readonly EntityTagHeaderValue _tag;
    private readonly string _mediaType;
    private readonly string _caching;
    private readonly byte[] _brotli;
    private readonly byte[] _gzip;
    private readonly IReadOnlyDictionary<string, string> _headers;

    private DashboardFile(byte[] brotli, byte[] gzip, string mediaType, string caching, IReadOnlyDictionary<string, string> headers)
    {
        (_brotli, _gzip, _mediaType, _caching, _headers) = (brotli, gzip, mediaType, caching, headers);

        // The encodings differ in their bytes, and are the same to whoever has decoded them.
        _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(brotli).AsSpan(0, 16))}\"", isWeak: true);
    }

    /// <summary>A file as the build has put it into the assembly, in both encodings, kept for ever: its name changes with its content.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    /// <param name="assembly">Where it was put.</param>
    /// <param name="name">Of the file, without the suffix of an encoding.</param>
    /// <param name="mediaType">Of the content.</param>
    /// <param name="headers">Sent with every answer.</param>
    public static DashboardFile Embedded(Assembly assembly, string name, string mediaType, IReadOnlyDictionary<string, string> headers) =>
        new(Read(assembly, name + BrotliSuffix), Read(assembly, name + GzipSuffix), mediaType, ForEver, headers);

    /// <summary>Content that is made here, and asked for again each time.</summary>
    /// <param name="content">In no encoding.</param>
    /// <param name="mediaType">Of the content.</param>
    /// <param name="headers">Sent with every answer.</param>
    public static DashboardFile Of(byte[] content, string mediaType, IReadOnlyDictionary<string, string> headers) =>
        new(
            Compress(content, stream => new BrotliStream(stream, CompressionLevel.Optimal)),
            Compress(content, stream => new GZipStream(stream, CompressionLevel.Optimal)),
            mediaType,
            AskedAgain,
            headers);

    /// <summary>What an embedded file holds, in no encoding.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static byte[] Unpacked(Assembly assembly, string name) => Unpack(Read(assembly, name + BrotliSuffix));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        foreach (var (name, value) in _headers)
        {
            response.Headers[name] = value;
        }

        response.Headers.ETag = _tag.ToString();
        response.Headers.XContentTypeOptions = AnswerHeaders.NoSniff;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = _caching;
        if (Preconditions.Knows(request, _tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (encoding, body) = BodyFor(request);
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentType = string.Create(CultureInfo.InvariantCulture, $"{_mediaType}; charset=utf-8");
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }

    private (string? Encoding, byte[] Body) BodyFor(HttpRequest request) =>
        AcceptedEncodings.Takes(request, Brotli) ? (Brotli, _brotli) : AcceptedEncodings.Takes(request, Gzip) ? (Gzip, _gzip) : (null, Unpack(_brotli));

    private static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource {name}.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Compress(byte[] content, Func<Stream, Stream> open)
    {
        using var compressed = new MemoryStream();
        using (var encoder = open(compressed))
        {
            encoder.Write(content);
        }

        return compressed.ToArray();
    }

    private static byte[] Unpack(byte[] brotli)
    {
        using var decoder = new BrotliStream(new MemoryStream(brotli), CompressionMode.Decompress);
        using var content = new MemoryStream();
        decoder.CopyTo(content);
        return content.ToArray();
    }
}
