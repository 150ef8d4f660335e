using System.Text;
using FlowFunctions.LocalHost.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.LocalHost.Tests.Http;

/// <summary>What the web server answers by itself, before anything that could be told to answer otherwise.</summary>
public sealed class BareErrorsTests : IAsyncLifetime
{
    private const string Host = "Host: localhost\r\n";

    private WebApplication _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(BareErrors.Dress));
            kestrel.AddServerHeader = false;
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(400, "no HTTP at all\r\n\r\n")]
    [InlineData(400, "\u0016\u0003\u0001\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData(400, "GET /\0 HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\n" + Host + "no colon\r\n\r\n")]
    [InlineData(400, "POST / HTTP/1.1\r\n" + Host + "Content-Length: -1\r\n\r\n")]
    [InlineData(505, "GET / HTTP/9.9\r\n" + Host + "\r\n")]
    public async Task Malformed_request_gets_an_error_with_a_body(int status, string request) =>
        (await RawAnswer.ToAsync(Address, request)).MustBeError(status);

    [Fact]
    public async Task Address_that_is_too_long_gets_an_error_with_a_body()
    {
        var answer = await RawAnswer.ToAsync(Address, $"GET /{new string('x', 9_000)} HTTP/1.1\r\n{Host}\r\n");

        Assert.Contains("The address is too long.", answer.MustBeError(414).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(200, 1)]
    public async Task Headers_that_are_too_many_or_too_long_get_an_error_with_a_body(int count, int length)
    {
        var headers = string.Concat(Enumerable.Repeat($"x-y: {new string('z', length)}\r\n", count));

        var answer = await RawAnswer.ToAsync(Address, $"GET / HTTP/1.1\r\n{Host}{headers}\r\n");

        Assert.Contains("The headers are too many or too long.", answer.MustBeError(431).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/empty-404", 404, "")]
    [InlineData("/error", 400, "{\"own\":true}")]
    [InlineData("/fine", 200, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    public async Task Answer_of_the_application_is_left_as_it_is_where_it_does_not_end_the_connection(string path, int status, string body)
    {
        using var client = new HttpClient { BaseAddress = Address };

        using var first = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        using var again = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal((status, body), ((int)first.StatusCode, await first.Content.ReadAsStringAsync(Cancel)));
        Assert.Equal((status, body), ((int)again.StatusCode, await again.Content.ReadAsStringAsync(Cancel)));
    }

    [Fact]
    public async Task Long_answer_and_long_request_pass_whole()
    {
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        using var client = new HttpClient { BaseAddress = Address };

        using var answer = await client.PostAsync(new Uri("/echo", UriKind.Relative), new ByteArrayContent(bytes), Cancel);

        var echoed = await answer.Content.ReadAsByteArrayAsync(Cancel);
        Assert.True(bytes.AsSpan().SequenceEqual(echoed));
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nDate: now\r\n\r\n")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 4xx Odd\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\nmore\r\n\r\n")]
    [InlineData("HTTP/1.1 404")]
    [InlineData("")]
    public void Bytes_that_are_no_bare_error_are_not_dressed(string written) => Assert.Null(BareErrors.Dressed(Encoding.Latin1.GetBytes(written)));

    [Fact]
    public void Headers_of_a_bare_error_stay()
    {
        var dressed = Encoding.UTF8.GetString(BareErrors.Dressed("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\nAllow: GET\r\nDate: now\r\n\r\n"u8)!);

        var answer = RawAnswer.Of(dressed).MustBeError(405);
        Assert.Equal(("close", "GET", "now"), (answer.Headers["Connection"], answer.Headers["Allow"], answer.Headers["Date"]));
    }

    private Uri Address => new(_server.Urls.Single());

    private static async Task AnswerAsync(HttpContext http)
    {
        switch (http.Request.Path.Value)
        {
            case "/empty-404":
                http.Response.StatusCode = 404;
                http.Response.ContentLength = 0;
                return;
            case "/error":
                http.Response.StatusCode = 400;
                await http.Response.WriteAsync("{\"own\":true}", Cancel);
                return;
            case "/echo":
                await http.Request.Body.CopyToAsync(http.Response.Body, Cancel);
                return;
            default:
                await http.Response.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", Cancel);
                return;
        }
    }
}
