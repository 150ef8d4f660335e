using System.Net.Mime;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>The API's document, for programs; <c>/docs</c> shows it to people.</summary>
public static class OpenApiFunction
{
    public const string Name = "GetOpenApiDocument";

    // What it says depends on nothing that changes while the process runs.
    private static readonly Lazy<StaticContent> Document = new(() => new(OpenApiDocument.Write(), MediaTypeNames.Application.Json));

    [Function(Name)]
    [Takes(Role.Viewer)]
    public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) => Document.Value;
}
