using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>How answers are written: nulls kept, dates in UTC with milliseconds, camelCase unless the request asks for <c>?naming=snake_case</c>.</summary>
internal static class ApiJson
{
    public static readonly JsonSerializerOptions CamelCase = With(JsonNamingPolicy.CamelCase);
    public static readonly JsonSerializerOptions SnakeCase = With(JsonNamingPolicy.SnakeCaseLower);

    /// <summary>CamelCase for an unknown naming, which <see cref="NamingMiddleware"/> refuses: that answer must be written, too.</summary>
    public static JsonSerializerOptions For(HttpRequest request) => request.Query[NamingMiddleware.ParameterName] == NamingMiddleware.SnakeCase ? SnakeCase : CamelCase;

    private static JsonSerializerOptions With(JsonNamingPolicy naming) => new()
    {
        PropertyNamingPolicy = naming,
        Converters = { new UtcDateConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },

        // Answers are JSON documents, never part of a page: names in any script stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
