using FlowFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Docs;

/// <summary>
/// The page that shows the API's document. Anyone may load it, for a browser sends no key when it opens a page, and there is nothing in it but the means to show the
/// document: it asks for a key and reads <c>/openapi.json</c> with it.
/// </summary>
public static class DocsFunctions
{
    public const string PageName = "GetDocsPage";
    public const string AssetName = "GetDocsAsset";

    /// <summary>Answers below a trailing slash would look for the page's parts in the wrong place.</summary>
    [Function(PageName)]
    [TakesAnybody]
    public static IResult GetPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest request) =>
        request.Path.Value!.EndsWith('/') ? Results.Redirect("../docs") : DocsAssets.Page;

    [Function(AssetName)]
    [TakesAnybody]
    public static IResult GetAsset([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs/{file}")] HttpRequest request, string file) =>
        DocsAssets.Find(file) ?? throw ApiError.NotFound($"There is nothing at {request.Path}.");
}
