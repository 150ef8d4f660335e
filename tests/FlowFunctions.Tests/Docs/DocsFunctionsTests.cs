using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;

namespace FlowFunctions.Tests.Docs;

[Needs(Need.Azurite)]
public sealed class DocsFunctionsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_comes_without_a_key_and_allows_no_script_but_its_own()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        using var page = await application.ClientWith(null).GetAsync(new Uri("/docs", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("script-src 'self';", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none';", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        var html = await page.Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotMatch("<script(?![^>]* src=)|javascript:|<[^>]* on[a-z]+=", html);
    }

    [Fact]
    public async Task Everything_that_the_page_loads_is_served_without_a_key()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        using var client = application.ClientWith(null);
        var html = await client.GetStringAsync(new Uri("/docs", UriKind.Relative), Cancel);
        var parts = Regex.Matches(html, "(?:src|href)=\"(?<address>[^\"]+)\"", RegexOptions.NonBacktracking).Select(match => match.Groups["address"].Value).ToList();

        Assert.Equal(5, parts.Count);
        foreach (var part in parts)
        {
            Assert.StartsWith("docs/", part, StringComparison.Ordinal);
            using var answer = await client.GetAsync(new Uri("/" + part, UriKind.Relative), Cancel);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(
                Path.GetExtension(part) switch { ".js" => "text/javascript", ".css" => "text/css", _ => "image/png" },
                answer.Content.Headers.ContentType?.MediaType);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        }
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/swagger-ui-bundle.js")]
    [InlineData("/openapi.json")]
    public async Task Content_is_compressed_where_that_is_asked_for_and_not_sent_again_to_who_has_it(string path)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        using var plain = await application.Client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "br, gzip;q=0.8" } } };
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "If-None-Match", plain.Headers.ETag!.ToString() } } };

        using var compressed = await application.Client.SendAsync(request, Cancel);
        using var unchanged = await application.Client.SendAsync(again, Cancel);

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        Assert.Equal(plain.Headers.ETag, compressed.Headers.ETag);
        await using var gzip = new GZipStream(await compressed.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        using var content = new MemoryStream();
        await gzip.CopyToAsync(content, Cancel);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(Cancel), content.ToArray());
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData("gzip;q=0")]
    [InlineData("br")]
    public async Task Content_is_plain_for_who_takes_no_gzip(string accepted)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/docs") { Headers = { { "Accept-Encoding", accepted } } };

        using var answer = await application.Client.SendAsync(request, Cancel);

        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Page_below_a_slash_is_where_the_page_is()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        using var answer = await application.ClientWith(null).GetAsync(new Uri("/docs/", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("../docs", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("swagger-ui.js")]
    [InlineData("DOCS.JS")]
    [InlineData("..%2Fhost.json")]
    public async Task Unknown_part_is_404(string file)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        using var response = await application.ClientWith(null).GetAsync(new Uri($"/docs/{file}", UriKind.Relative), Cancel);

        (await ApiAnswer.OfAsync(response)).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Document_takes_a_key_that_reads()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        using var refused = await application.ClientWith(null).GetAsync(new Uri("/openapi.json", UriKind.Relative), Cancel);
        using var read = await application.ClientWith(ApiApplication.ViewerKey).GetAsync(new Uri("/openapi.json", UriKind.Relative), Cancel);

        (await ApiAnswer.OfAsync(refused)).MustBeError(HttpStatusCode.Unauthorized);
        Assert.Equal("3.1.1", (await ApiAnswer.OfAsync(read)).Json.GetProperty("openapi").GetString());
    }
}
