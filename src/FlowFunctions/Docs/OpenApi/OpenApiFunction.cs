using System.Net.Mime;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>The API's document, for programs; <c>/docs</c> shows it to people.</summary>
[Tags("Service")]
public static class OpenApiFunction
{
    public const string Name = "GetOpenApiDocument";

    // What it says depends on nothing that changes while the process runs.
    private static readonly Lazy<StaticContent> Document = new(() => new(OpenApiDocument.Write(), MediaTypeNames.Application.Json));

    /// <summary>Read this document</summary>
    /// <response code="200">The document, OpenAPI 3.1.</response>
    [Function(Name)]
    [Takes(Role.Viewer)]
    [AnswersContent(MediaTypeNames.Application.Json, Has = ["openapi", "info", "paths"])]
    public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) => Document.Value;
}
