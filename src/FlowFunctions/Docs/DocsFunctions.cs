using System.Net.Mime;
using FlowFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Docs;

/// <summary>
/// The page that shows the API's document. Anyone may load it, for a browser sends no key when it opens a page, and there is nothing in it but the means to show the
/// document: it asks for a key and reads <c>/openapi.json</c> with it.
/// </summary>
[Tags("Service")]
public static class DocsFunctions
{
    public const string PageName = "GetDocsPage";
    public const string AssetName = "GetDocsAsset";

    /// <summary>Open the page that shows this document</summary>
    /// <remarks>
    /// Needs no key, for a browser sends none when it opens a page. The page asks for the key, keeps it as long as its tab is open, and
    /// reads the document with it.
    /// </remarks>
    /// <response code="200">The page.</response>
    // Answers below a trailing slash would look for the page's parts in the wrong place.
    [Function(PageName)]
    [TakesAnybody]
    [BeyondCloudWorks]
    [AnswersContent(MediaTypeNames.Text.Html, Text = "HTML.")]
    public static IResult GetPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest request) =>
        request.Path.Value!.EndsWith('/') ? Results.Redirect("../docs") : DocsAssets.Page;

    /// <summary>Load a part of the page</summary>
    /// <remarks>Needs no key.</remarks>
    /// <param name="file">Name of a script, a style sheet or an image of the page.</param>
    /// <response code="200">The part, with its own media type.</response>
    [Function(AssetName)]
    [TakesAnybody]
    [BeyondCloudWorks]
    [AnswersContent("*/*")]
    [NotFound("The page has no such part.")]
    public static IResult GetAsset([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs/{file}")] HttpRequest request, string file) =>
        DocsAssets.Find(file) ?? throw ApiError.NotFound($"There is nothing at {request.Path}.");
}
