using System.Net;
using System.Net.Http.Json;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Embedded.Tests.Hosting.Http;

public sealed class HttpFunctionsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private EmbeddedHost? _host;

    private HttpClient Client => _host!.Client;

    public async ValueTask InitializeAsync() =>
        _host = await EmbeddedHost.RunAsync(
            [typeof(SampleHttpFunctions)],
            new Dictionary<string, string> { ["AzureWebJobsStorage"] = azurite.ConnectionString },
            builder =>
            {
                builder.Services.AddScoped<SampleCounter>();
                builder.UseWhen(
                    context => context.GetHttpContext()!.Request.Headers.ContainsKey("x-replace"),
                    (context, next) =>
                    {
                        context.GetInvocationResult().Value = Results.Text("replaced", statusCode: StatusCodes.Status202Accepted);
                        return Task.CompletedTask;
                    });
            });

    public async ValueTask DisposeAsync() => await _host!.DisposeAsync();

    [Theory]
    [InlineData("api/ByResult", HttpStatusCode.OK, """{"path":"/api/ByResult"}""")]
    [InlineData("api/byactionresult", (HttpStatusCode)418, """{"path":"/api/byactionresult"}""")]
    [InlineData("api/ByTask", HttpStatusCode.OK, "awaited")]
    [InlineData("api/ByResponse", HttpStatusCode.OK, "ByResponse True")]
    public async Task Function_answers_by_what_it_returns(string path, HttpStatusCode status, string body)
    {
        using var answer = await Client.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Parameters_are_filled_from_route_and_query()
    {
        var answer = await Client.GetStringAsync("api/values/word/42/0123456789abcdef0123456789abcdef/a/b?flag=true&text=query");

        Assert.Equal("word 42 01234567-89ab-cdef-0123-456789abcdef a/b True", answer);
    }

    [Fact]
    public async Task Route_constraint_that_does_not_hold_is_no_match()
    {
        using var answer = await Client.GetAsync("api/values/word/none/0123456789abcdef0123456789abcdef/");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Body_is_read_into_its_parameter()
    {
        using var answer = await Client.PostAsJsonAsync("api/Body", new { name = "n", count = 3 });

        Assert.Equal("n 3", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_that_does_not_fit_fails_the_function()
    {
        using var answer = await Client.PostAsJsonAsync("api/Body", "no object");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Theory]
    [InlineData("DELETE", "api/ByResult")]
    [InlineData("OPTIONS", "api/ByResult")]
    [InlineData("GET", "api/nothing")]
    [InlineData("GET", "ByResult")]
    public async Task Request_that_no_function_takes_is_not_found_and_empty(string method, string path)
    {
        using var answer = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Function_for_get_answers_head()
    {
        using var answer = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "api/ByResult"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Function_without_methods_takes_all()
    {
        using var answer = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Patch, "api/ByResponse"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task First_function_by_name_wins_where_several_match()
    {
        Assert.Equal("first second", await Client.GetStringAsync("api/order/second"));
        using var post = await Client.PostAsync("api/order/second", content: null);
        Assert.Equal("second", await post.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Exception_that_leaves_a_function_is_an_empty_500()
    {
        using var answer = await Client.GetAsync("api/Throws");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Services_are_scoped_to_the_invocation()
    {
        Assert.Equal("1", await Client.GetStringAsync("api/Counts"));
        Assert.Equal("1", await Client.GetStringAsync("api/Counts"));
    }

    [Fact]
    public async Task Middleware_answers_in_place_of_the_function()
    {
        using var answer = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "api/Throws") { Headers = { { "x-replace", "1" } } });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("replaced", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public void Banner_lists_functions_and_ends_with_the_address()
    {
        Assert.Contains("  ByResult        [GET,HEAD] /api/ByResult", _host!.Output, StringComparison.Ordinal);
        Assert.EndsWith($"Listening on {Client.BaseAddress!.ToString().TrimEnd('/')}{Environment.NewLine}", _host.Output, StringComparison.Ordinal);
    }
}
