using System.Text.Json.Nodes;
using FlowFunctions.Health;
using FlowFunctions.Http;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>The service itself: its health and its documentation.</summary>
internal static class ServiceDescription
{
    public const string Tag = "Service";

    private const string NotReady = "NotReady";

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
    [
        new(NotReady, CommonSchemas.Error("What health answers while the service cannot do its work.", Checks())),
        new("HealthCheck", Schema.Object(
            "Something that the service needs.",
            Field.Of("name", Schema.Text("What: `tables`, `queues`, `blobs`, `taskHub`.", 1)),
            Field.Of("status", Schema.OneOf("Whether it answers.", CheckResource.Passing, CheckResource.Failing)),
            Field.Of("durationMs", Schema.Integer("How long the check took, in milliseconds.", 0)),
            Field.WhereItApplies("message", Schema.Text("What is wrong. Where it fails.", 1)),
            Field.WhereItApplies("since", Schema.Date("When the process that answers first saw it fail. Where it fails.")))),
    ];

    public static IEnumerable<Operation> Operations =>
    [
        new()
        {
            Function = HealthEndpoints.HealthName,
            Method = "GET",
            Path = "/2/0/health",
            Tag = Tag,
            Summary = "Say whether the service can do its work",
            Description = "The same as `/2/0/health/ready`. Needs no key.",
            Answer = Ready(),
            UnavailableSchema = NotReady,
        },
        new()
        {
            Function = HealthEndpoints.ReadinessName,
            Method = "GET",
            Path = "/2/0/health/ready",
            Tag = Tag,
            Summary = "Check storage and task hub",
            Description = "Tables, queues, blobs and the task hub, each within three seconds, all at the same time; a reading is given out for a second. Needs no key.",
            Answer = Ready(),
            UnavailableSchema = NotReady,
        },
        new()
        {
            Function = HealthEndpoints.LivenessName,
            Method = "GET",
            Path = "/2/0/health/live",
            Tag = Tag,
            Summary = "Say that the process answers",
            NeedsNoStorage = true,
            Description = "Checks nothing else. Needs no key.",
            Answer = Answer.Of("It does.", Field.Of("health", Schema.OneOf("Always the same.", "live"))),
        },
        new()
        {
            Function = VersionFunction.Name,
            Method = "GET",
            Path = "/2/0/version",
            Tag = Tag,
            Summary = "Say what runs here",
            NeedsNoStorage = true,
            Answer = Answer.Of("The version.", Field.Of("version", Schema.Object(
                "What runs here.",
                Field.Of("product", Schema.Text("The version of the product.", 1).Like("1.4.0")),
                Field.Of("commit", Schema.Text("The commit that it was built from; null where the build did not know it.", 1).OrNull()),
                Field.Of("runtime", Schema.OneOf("Whose Functions host runs it.", "Local", "Azure")),
                Field.Of("dotnet", Schema.Text("The .NET that it runs on.", 1).Like(".NET 10.0.0")),
                Field.Of("api", Schema.OneOf("The version of the contract.", ProductVersion.ApiVersion))))),
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

    private static Answer Ready() => Answer.Of("It can.", Field.Of("health", Schema.OneOf("Always the same.", "ready")), Checks());

    private static Field Checks() => Field.Of("checks", Schema.List("Each thing that was checked.", Schema.Ref("HealthCheck"), 1));
}
