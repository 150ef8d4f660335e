using System.Net.Mime;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Dashboard;

/// <summary>
/// The page for people, from src/Dashboard. Anyone may load it, for a browser sends no key when it opens a page, and there is nothing in it but the means to show what the API
/// answers: it asks for a key, or for the platform's sign-in, and calls the API with that.
/// </summary>
[Tags("Service")]
public static class DashboardFunctions
{
    public const string PageName = "GetDashboardPage";
    public const string AssetName = "GetDashboardAsset";

    /// <summary>
    /// The addresses that the page knows by itself; each must be named here, for an unknown first segment is nobody's address. All segments are optional, so that the root is one
    /// of them: the Functions host takes a function without a route for one that its name leads to.
    /// </summary>
    private const string Addresses =
        "{page:regex(^(flows|integrations|connections|calendar|notifications|health)$)?}/{id:minlength(1)?}/{part:minlength(1)?}/{item:minlength(1)?}";

    /// <summary>Open the page for people</summary>
    /// <remarks>
    /// Needs no key, for a browser sends none when it opens a page. The page asks for the key, keeps it as long as its tab is open, and calls the API with it. It is the same at
    /// `/` and at every address below that it shows something at.
    /// </remarks>
    /// <param name="page">A part of the page: `flows`, `integrations`, `connections`, `calendar`, `notifications` or `health`.</param>
    /// <param name="id">Of what is shown.</param>
    /// <param name="part">What of it is shown.</param>
    /// <param name="item">Of the run that is shown.</param>
    /// <response code="200">The page.</response>
    [Function(PageName)]
    [TakesAnybody]
    [NeedsNoStorage]
    [AnswersContent(MediaTypeNames.Text.Html, Text = "HTML.")]
    public static IResult GetPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Addresses)] HttpRequest request, string? page, string? id, string? part, string? item)
    {
        var segments = new[] { page, id, part, item }.Count(segment => !string.IsNullOrEmpty(segment));
        var path = request.Path.Value ?? "";
        var endsWithSlash = path.EndsWith('/');
        return segments == 0 && !endsWithSlash
            ? Results.Redirect($"{path[(path.LastIndexOf('/') + 1)..]}/")
            : DashboardFiles.PageAt(
                endsWithSlash ? segments : segments - 1,
                hasPlatformLogin: request.HttpContext.RequestServices.GetRequiredService<EntraIdCallers>().IsOn);
    }

    /// <summary>Load a part of the page for people</summary>
    /// <remarks>Needs no key. Its name changes with its content, so it may be kept for ever.</remarks>
    /// <param name="file">Name of a script or a style sheet of the page.</param>
    /// <response code="200">The part, with its own media type.</response>
    [Function(AssetName)]
    [TakesAnybody]
    [NeedsNoStorage]
    [AnswersContent("*/*")]
    [NotFound("The page has no such part.")]
    public static IResult GetAsset([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{file}")] HttpRequest request, string file) =>
        DashboardFiles.Find(file) ?? throw ApiError.NotFound($"There is nothing at {request.Path}.");
}
