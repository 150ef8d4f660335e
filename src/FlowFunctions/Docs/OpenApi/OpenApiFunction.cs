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

    // What it says depends on nothing that changes while the process runs; made when it is first asked for, for all who ask.
    private static readonly Lazy<Task<StaticContent>> Document = new(() => ApiDocument.WriteAsync(CancellationToken.None));

    /// <summary>Read this document</summary>
    /// <response code="200">The document, OpenAPI 3.1.</response>
    [Function(Name)]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [AnswersContent(MediaTypeNames.Application.Json, Has = ["openapi", "info", "paths"])]
    public static async Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        await Document.Value;
}
