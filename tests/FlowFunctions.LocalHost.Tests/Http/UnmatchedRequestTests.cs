using System.Text.Json;
using FlowFunctions.LocalHost.Http;
using FlowFunctions.LocalHost.Tests.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.LocalHost.Tests.Http;

/// <summary>Paths that no function takes, outside of the contract's, too.</summary>
public sealed class UnmatchedRequestTests
{
    private static readonly ParameterPolicyFactory Policies =
        new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider().GetRequiredService<ParameterPolicyFactory>();

    private static readonly UnmatchedRequest Unmatched = new(
        HttpRoutes.Of(
            [
                SampleFunctions.Http("Docs", "docs"),
                SampleFunctions.Http("Part", "docs/{file}"),
                SampleFunctions.Http("Make", "things/{id:length(3)}", "\"post\""),
                SampleFunctions.Http("Any", "2/0/{*path}", ""),
            ],
            "",
            Policies),
        Policies);

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/nothing")]
    [InlineData("PUT", "/docs/a/b")]
    [InlineData("GET", "/things/four")]
    [InlineData("GET", "/favicon.ico")]
    public async Task Path_that_nobody_takes_is_404(string method, string path)
    {
        var answer = await SendAsync(method, path);

        answer.MustBeError(404);
        Assert.Equal($"There is nothing at {path}.", JsonDocument.Parse(answer.Body).RootElement.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("POST", "/docs", "GET, HEAD")]
    [InlineData("DELETE", "/docs/docs.js", "GET, HEAD")]
    [InlineData("GET", "/things/abc", "POST")]
    public async Task Method_that_the_path_does_not_take_is_405_and_the_right_ones_are_named(string method, string path, string allowed)
    {
        var answer = await SendAsync(method, path);

        answer.MustBeError(405);
        Assert.Equal(allowed, answer.Headers["Allow"]);
    }

    [Fact]
    public async Task Answer_to_HEAD_has_no_body()
    {
        var answer = await SendAsync("HEAD", "/nothing");

        Assert.Equal((404, ""), (answer.Status, answer.Body));
    }

    private static async Task<RawAnswer> SendAsync(string method, string path)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { Request = { Method = method, Path = path }, Response = { Body = body } };

        await Unmatched.AnswerAsync(http);

        return new(
            http.Response.StatusCode,
            http.Response.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
