using System.CommandLine;
using System.Net;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;

namespace FlowFunctions.Cli.Browsing;

/// <summary><c>--web</c>: what a verb works on, in the server's page.</summary>
internal static class WebOption
{
    public static Option<bool> Create() => new("--web") { Description = "Open it in the browser too, signed in." };

    /// <summary>Opens the page, by a code that signs in once; without a browser, says where it is. What is written to standard output stays as it is.</summary>
    public static async Task OpenAsync(ServerSession session, Uri page, CancellationToken cancellationToken)
    {
        if (!await session.Surroundings.OpenPageAsync(await SignedInAsync(session, page, cancellationToken), cancellationToken))
            session.Messages.Say($"There is no browser to open here; the page is {page}");
    }

    /// <summary>Who has no key, has signed in otherwise, or asks a server that makes no codes, signs in at the page.</summary>
    private static async Task<Uri> SignedInAsync(ServerSession session, Uri page, CancellationToken cancellationToken)
    {
        if (session.Target.Key is null)
            return page;
        try
        {
            return new UriBuilder(page) { Fragment = $"code={await session.Client.CreateSignInCodeAsync(cancellationToken)}" }.Uri;
        }
        catch (FlowsApiException refusal) when (refusal.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return page;
        }
    }
}
