using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Http;

/// <summary>An answer in the contract's envelope: <c>status</c>, then what the call is about.</summary>
public sealed class ApiResult : IResult
{
    private const string SuccessMessage = "Success";

    private readonly List<KeyValuePair<string, object?>> _members = [];
    private (HttpRequest Request, ReadOnlyMemory<byte> Body)? _written;
    private EntityTagHeaderValue? _tagOfContent;

    private ApiResult(int statusCode, string message)
    {
        StatusCode = statusCode;
        Message = message;
    }

    public int StatusCode { get; }

    public string Message { get; }

    public bool IsError => StatusCode >= StatusCodes.Status400BadRequest;

    /// <summary>Sent with the answer.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Success with nothing but the status.</summary>
    public static ApiResult Ok() => new(StatusCodes.Status200OK, SuccessMessage);

    /// <summary>Success; <paramref name="value"/> is written as the member <paramref name="name"/> (camelCase).</summary>
    public static ApiResult Ok(string name, object? value) => Ok().With(name, value);

    public ApiResult With(string name, object? value)
    {
        _members.Add(new(name, value));
        _written = null;
        return this;
    }

    public ApiResult WithHeader(string name, string value)
    {
        Headers[name] = value;
        return this;
    }

    /// <summary>Tags the answer by its content, as <paramref name="request"/> asks for it: who names the tag in <c>If-None-Match</c> is answered with 304 and nothing else.</summary>
    public ApiResult WithTagOfContent(HttpRequest request)
    {
        _tagOfContent = Preconditions.TagOf(new ETag(Convert.ToHexStringLower(SHA256.HashData(ToBody(request).Span))));
        return WithHeader(HeaderNames.ETag, _tagOfContent.ToString());
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (_tagOfContent is { } tag && Preconditions.Knows(httpContext.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = ToBody(httpContext.Request);
        response.StatusCode = StatusCode;
        response.ContentType = $"{MediaTypeNames.Application.Json}; charset=utf-8";
        response.ContentLength = body.Length;

        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    internal static ApiResult Error(int statusCode, string message) => new(statusCode, message);

    /// <summary>The body in UTF-8, spelt as <paramref name="request"/> asks; written once, for the tag of the content is made from it too.</summary>
    internal ReadOnlyMemory<byte> ToBody(HttpRequest request)
    {
        if (_written?.Request != request)
        {
            _written = (request, Write(request));
        }

        return _written.Value.Body;
    }

    private ReadOnlyMemory<byte> Write(HttpRequest request)
    {
        var options = ApiJson.For(request);
        var envelope = new List<KeyValuePair<string, object?>>();
        if (IsError)
        {
            // Clients of the original service look for the code at either place.
            envelope.Add(new("code", StatusCode));
            envelope.Add(new("message", Message));
        }

        envelope.Add(new("status", new { Code = StatusCode, Message }));
        envelope.AddRange(_members);
        if (IsError)
        {
            envelope.Add(new("traceId", request.HttpContext.TraceId()));
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = options.Encoder }))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in envelope)
            {
                writer.WritePropertyName(options.PropertyNamingPolicy!.ConvertName(name));
                JsonSerializer.Serialize(writer, value, options);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
