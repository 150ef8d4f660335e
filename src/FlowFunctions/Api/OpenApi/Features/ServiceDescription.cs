using System.Text.Json.Nodes;
using FlowFunctions.Docs;

namespace FlowFunctions.Api.OpenApi.Features;

/// <summary>The service itself: its health and its documentation.</summary>
internal static class ServiceDescription
{
    public const string Tag = "Service";

    public static IEnumerable<Operation> Operations =>
    [
        new()
        {
            Function = HealthFunction.Name,
            Method = "GET",
            Path = "/2/0/health",
            Tag = Tag,
            Summary = "Say whether the service can do its work",
            Description = "Needs no key.",
            Answer = Answer.Of("It can.", Field.Of("health", Schema.OneOf("Always the same.", "ready"))),
        },
        new()
        {
            Function = OpenApiFunction.Name,
            Method = "GET",
            Path = "/openapi.json",
            Tag = Tag,
            Summary = "Read this document",
            Answer = new("The document, OpenAPI 3.1.", "application/json", new() { ["type"] = "object", ["required"] = new JsonArray("openapi", "info", "paths") })
            {
                HasTag = true,
                IsCacheable = true,
            },
        },
        new()
        {
            Function = DocsFunctions.PageName,
            Method = "GET",
            Path = "/docs",
            Tag = Tag,
            Summary = "Open the page that shows this document",
            Description = "Needs no key, for a browser sends none when it opens a page. The page asks for the key, keeps it as long as its tab is open, and reads the document with it.",
            Answer = new("The page.", "text/html", Schema.Text("HTML.")) { HasTag = true, IsCacheable = true },
        },
        new()
        {
            Function = DocsFunctions.AssetName,
            Method = "GET",
            Path = "/docs/{file}",
            Tag = Tag,
            Summary = "Load a part of the page",
            Description = "Needs no key.",
            PathParameters = [Parameter.Path("file", Schema.Text("Name of a script, a style sheet or an image of the page.", 1))],
            Answer = new("The part, with its own media type.", "*/*", new()) { HasTag = true, IsCacheable = true },
            NotFound = "The page has no such part.",
        },
    ];
}
