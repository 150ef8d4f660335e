using System.Collections.Frozen;
using System.IO.Compression;
using System.Net.Mime;
using System.Reflection;
using FlowFunctions.Http;

namespace FlowFunctions.Docs;

/// <summary>The page and its parts: our own, and Swagger UI's as the package Swashbuckle.AspNetCore.SwaggerUI has them embedded. Nothing comes from elsewhere.</summary>
internal static class DocsAssets
{
    private const string OwnPrefix = "FlowFunctions.Docs.Page.";
    private const string SwaggerPrefix = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";

    // Styles may stand in elements: Swagger UI and the icons within it set them so. Scripts may not, and none comes from elsewhere.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Assembly Own = typeof(DocsAssets).Assembly;
    private static readonly Lazy<Assembly> Swagger = new(() => Assembly.Load("Swashbuckle.AspNetCore.SwaggerUI"));

    // Made when they are first asked for: most processes are never asked.
    private static readonly Lazy<StaticContent> PageContent = new(() => new(EmbeddedFile.Read(Own, OwnPrefix + "index.html"), MediaTypeNames.Text.Html)
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Security-Policy"] = ContentSecurityPolicy,
            ["Referrer-Policy"] = "no-referrer",
            ["X-Frame-Options"] = "DENY",
        },
    });

    private static readonly FrozenDictionary<string, Lazy<StaticContent>> Parts = new Dictionary<string, Lazy<StaticContent>>
    {
        ["docs.css"] = OwnPart("docs.css", MediaTypeNames.Text.Css),
        ["docs.js"] = OwnPart("docs.js", MediaTypeNames.Text.JavaScript),
        ["swagger-ui.css"] = SwaggerPart("swagger-ui.css", MediaTypeNames.Text.Css),
        ["swagger-ui-bundle.js"] = SwaggerPart("swagger-ui-bundle.js", MediaTypeNames.Text.JavaScript),
        ["favicon-32x32.png"] = SwaggerPart("favicon-32x32.png", MediaTypeNames.Image.Png),
        ["LICENSE"] = SwaggerPart("LICENSE", MediaTypeNames.Text.Plain),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static StaticContent Page => PageContent.Value;

    /// <summary>Null where the page has no such part.</summary>
    public static StaticContent? Find(string file) => Parts.TryGetValue(file, out var part) ? part.Value : null;

    private static Lazy<StaticContent> OwnPart(string file, string mediaType) => new(() => new(EmbeddedFile.Read(Own, OwnPrefix + file), mediaType));

    private static Lazy<StaticContent> SwaggerPart(string file, string mediaType) => new(() => new(Unpacked(EmbeddedFile.Read(Swagger.Value, SwaggerPrefix + file)), mediaType));

    /// <summary>The package compresses what it embeds.</summary>
    private static byte[] Unpacked(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
