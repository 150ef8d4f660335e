using FlowFunctions.Security;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.LocalHost.Tests;

/// <summary>What the link is made of, and that nothing that the application or the key's file may be keeps the host from starting.</summary>
public sealed class SignInLinkTests : IDisposable
{
    private const string Answer = """{"code":{"code":"abc","expiresAt":"2026-11-23T09:30:00.000Z"}}""";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "/")]
    [InlineData("planning", "/planning/")]
    [InlineData("planning/flows", "/planning/flows/")]
    public async Task Link_leads_to_the_page_below_the_prefix_with_the_code_and_the_key_goes_to_the_application_alone(string prefix, string page)
    {
        await using var application = await Application.StartAsync(200, Answer);
        WriteKey(" the-key\n");

        var link = await SignInLink.MakeAsync(["https://localhost:1", application.Url], prefix, _folder.Path, Cancel);

        Assert.Equal($"{application.Url}{page}#code=abc", link?.AbsoluteUri);
        Assert.Equal(("POST", $"{page}2/0/caller/codes", "the-key"), Assert.Single(application.Received));
    }

    [Fact]
    public async Task There_is_none_without_a_key_or_without_an_address_in_the_clear_and_nobody_is_asked()
    {
        await using var application = await Application.StartAsync(200, Answer);

        Assert.Null(await SignInLink.MakeAsync([application.Url], "", _folder.Path, Cancel));
        WriteKey("the-key");
        Assert.Null(await SignInLink.MakeAsync(["https://localhost:1"], "", _folder.Path, Cancel));
        Assert.Empty(application.Received);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task There_is_none_where_the_application_has_other_keys_or_no_sessions(int status)
    {
        await using var application = await Application.StartAsync(status, "{}");
        WriteKey("the-key");

        Assert.Null(await SignInLink.MakeAsync([application.Url], "", _folder.Path, Cancel));
        Assert.Single(application.Received);
    }

    [Theory]
    [InlineData(503, "{}", "the-key")]
    [InlineData(200, "<html>", "the-key")]
    [InlineData(200, "[]", "the-key")]
    [InlineData(200, "{}", "the-key")]
    [InlineData(200, """{"code":"abc"}""", "the-key")]
    [InlineData(200, """{"code":{"code":1}}""", "the-key")]
    [InlineData(200, Answer, "two\nlines")]
    public async Task Whatever_else_comes_of_it_is_a_fault_that_the_host_tells_of_and_goes_on(int status, string body, string key)
    {
        await using var application = await Application.StartAsync(status, body);
        WriteKey(key);

        var fault = await Record.ExceptionAsync(() => SignInLink.MakeAsync([application.Url], "", _folder.Path, Cancel));

        Assert.True(fault is not null && SignInLink.IsFault(fault, Cancel), fault?.ToString());
    }

    [Fact]
    public async Task File_that_cannot_be_read_is_such_a_fault_and_the_end_of_the_host_is_none()
    {
        WriteKey("the-key");
        await using var held = new FileStream(DevelopmentKey.PathIn(_folder.Path), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var fault = await Record.ExceptionAsync(() => SignInLink.MakeAsync(["http://127.0.0.1:1"], "", _folder.Path, Cancel));

        Assert.True(fault is IOException && SignInLink.IsFault(fault, Cancel), fault?.ToString());
        Assert.True(SignInLink.IsFault(new UnauthorizedAccessException(), Cancel));
        Assert.True(SignInLink.IsFault(new TaskCanceledException(), Cancel));
        Assert.False(SignInLink.IsFault(new TaskCanceledException(), new CancellationToken(canceled: true)));
        Assert.False(SignInLink.IsFault(new NotSupportedException(), Cancel));
    }

    private void WriteKey(string key) => _folder.Write(Path.GetRelativePath(_folder.Path, DevelopmentKey.PathIn(_folder.Path)), key);

    private sealed class Application(int status, string body) : LoopbackServer
    {
        public List<(string Method, string Path, string Key)> Received { get; } = [];

        public static Task<Application> StartAsync(int status, string body) => StartAsync(new Application(status, body));

        protected override Task HandleAsync(HttpContext context)
        {
            Received.Add((context.Request.Method, context.Request.Path.Value!, context.Request.Headers["x-functions-key"].ToString()));
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body, context.RequestAborted);
        }
    }
}
