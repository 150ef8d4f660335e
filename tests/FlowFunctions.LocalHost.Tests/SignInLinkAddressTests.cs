using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.LocalHost.Tests;

/// <summary>Where the printed link leads to: to the page, below whatever prefix the application's routes have.</summary>
public sealed class SignInLinkAddressTests
{
    [Theory]
    [InlineData("", "/")]
    [InlineData("planning", "/planning/")]
    [InlineData("planning/flows", "/planning/flows/")]
    public async Task Link_leads_to_the_page_below_the_prefix(string prefix, string page)
    {
        using var folder = new TemporaryFolder();
        folder.Write(Path.Combine(".flows", "dev-key"), "a-key");
        await using var application = await Application.StartAsync();

        var link = await SignInLink.MakeAsync([application.Url], prefix, folder.Path, TestContext.Current.CancellationToken);

        Assert.Equal($"{page}2/0/caller/codes a-key", application.Asked);
        Assert.Equal(new Uri(new Uri(application.Url), $"{page}#code=once"), link);
    }

    /// <summary>Gives a code, and keeps what was asked with which key.</summary>
    private sealed class Application : LoopbackServer
    {
        public string? Asked { get; private set; }

        public static Task<Application> StartAsync() => StartAsync(new Application());

        protected override Task HandleAsync(HttpContext context)
        {
            Asked = $"{context.Request.Path} {context.Request.Headers["x-functions-key"]}";
            return context.Response.WriteAsJsonAsync(new { code = new { code = "once" } });
        }
    }
}
