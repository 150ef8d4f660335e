using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Http;

/// <summary>Reads a request's body within the contract's limits, once: whoever asks again gets the same bytes.</summary>
internal static class RequestBody
{
    public const int MaximumLength = 1024 * 1024;

    private const string Item = "FlowFunctions.Body";
    private const string Identity = "identity";
    private const int FirstBuffer = 4096;

    /// <summary>The bytes of a JSON document; empty where the request has no body.</summary>
    /// <exception cref="ApiException">413: over 1 MiB. 415: there is a body and it is not JSON in UTF-8, or it is encoded.</exception>
    public static Task<ReadOnlyMemory<byte>> ReadBodyAsync(this HttpRequest request, CancellationToken cancellationToken) =>
        ReadBodyAsync(request, MaximumLength, cancellationToken);

    /// <summary>As <see cref="ReadBodyAsync(HttpRequest, CancellationToken)"/>, of a body that has <paramref name="maximumLength"/> bytes at most: 1 KiB to 1 MiB.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(this HttpRequest request, int maximumLength, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Items[Item] is ReadOnlyMemory<byte> known)
        {
            return known;
        }

        var body = await ReadAsync(request, maximumLength, cancellationToken);
        if (!body.IsEmpty)
        {
            CheckMediaType(request);
        }

        request.HttpContext.Items[Item] = body;
        return body;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maximumLength, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maximumLength)
        {
            throw TooLarge(maximumLength);
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? FirstBuffer));
        var buffer = new byte[FirstBuffer];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > maximumLength)
            {
                throw TooLarge(maximumLength);
            }

            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return body.ToArray();
    }

    private static void CheckMediaType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsJson(type))
        {
            throw ApiError.UnsupportedMediaType($"The body must be JSON: send it with 'Content-Type: application/json', not '{request.ContentType}'.");
        }

        if (type.Encoding is { } encoding && encoding.CodePage != Encoding.UTF8.CodePage)
        {
            throw ApiError.UnsupportedMediaType("The body must be in UTF-8.");
        }

        if (!IsPlain(request))
        {
            // What would be taken: RFC 9110, section 15.5.16.
            throw ApiError.UnsupportedMediaType($"The body must not be encoded: leave 'Content-Encoding' out, or say '{Identity}'.")
                .WithHeader(HeaderNames.AcceptEncoding, Identity);
        }
    }

    /// <summary>Identity is no encoding (RFC 9110, section 8.4.1), however often it is said.</summary>
    private static bool IsPlain(HttpRequest request) => request.Headers.ContentEncoding
        .SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .All(coding => coding.Equals(Identity, StringComparison.OrdinalIgnoreCase));

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
        || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);

    private static ApiException TooLarge(int maximumLength) =>
        ApiError.TooLarge(maximumLength < MaximumLength ? $"The body is over {maximumLength / 1024} KiB." : $"The body is over {MaximumLength / (1024 * 1024)} MiB.");
}
