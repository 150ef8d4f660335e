using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Dashboard;

/// <summary>How the page comes to a browser. What it does there is tested in one, in FlowFunctions.Dashboard.Tests.</summary>
[Needs(Need.Azurite)]
public sealed class DashboardFunctionsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "./")]
    [InlineData("/flows", "./")]
    [InlineData("/flows/", "../")]
    [InlineData("/flows/0193f0f0f0f0700080000000000000ff", "../")]
    [InlineData("/flows/0193f0f0f0f0700080000000000000ff/runs/0193f0f0f0f0700080000000000000fe", "../../../")]
    [InlineData("/integrations/new", "../")]
    [InlineData("/health", "./")]
    public async Task Page_comes_without_a_key_wherever_it_shows_something_and_finds_its_root_from_there(string path, string root)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        using var page = await application.ClientWith(null).GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());
        var html = await page.Content.ReadAsStringAsync(Cancel);
        Assert.Contains($"<base href=\"{root}\">", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("<base", StringComparison.Ordinal) < html.IndexOf("assets/", StringComparison.Ordinal), "The base must stand before what is relative to it.");
    }

    [Fact]
    public async Task Page_allows_no_script_and_no_style_but_its_own_files()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        using var page = await application.ClientWith(null).GetAsync(new Uri("/", UriKind.Relative), Cancel);

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("data:", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotMatch("<script(?![^>]* src=)|<style|javascript:|<[^>]* on[a-z]+=|https?://", await page.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>The page offers the platform's sign-in where there is one; elsewhere its address would be nobody's.</summary>
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task Page_says_whether_the_platform_signs_people_in(bool isEnforced, bool isEnabled, bool expected)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, services =>
        {
            services.AddSingleton(new PlatformAuthentication(isEnforced));
            services.Configure<SecurityOptions>(security => security.EntraId.Enabled = isEnabled);
        });

        var html = await application.ClientWith(null).GetStringAsync(new Uri("/flows", UriKind.Relative), Cancel);

        Assert.Equal(expected, html.Contains("<meta name=\"platform-login\" content=\"aad\">", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parts_of_the_page_are_kept_for_ever_and_come_compressed()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        using var client = application.ClientWith(null);
        var parts = await PartsAsync(client);

        Assert.InRange(parts.Count, 4, 40);
        foreach (var part in parts)
        {
            using var plain = await GetAsync(client, part, null);
            using var brotli = await GetAsync(client, part, "gzip, deflate, br");
            using var gzip = await GetAsync(client, part, "gzip");

            Assert.Equal("public, max-age=31536000, immutable", Assert.Single(plain.Headers.GetValues("Cache-Control")));
            Assert.Equal(Path.GetExtension(part) switch { ".js" => "text/javascript", ".css" => "text/css", _ => "image/svg+xml" }, plain.Content.Headers.ContentType?.MediaType);
            Assert.Equal("default-src 'none'", Assert.Single(plain.Headers.GetValues("Content-Security-Policy")));
            Assert.Empty(plain.Content.Headers.ContentEncoding);
            Assert.Equal(["br"], brotli.Content.Headers.ContentEncoding);
            Assert.Equal(["gzip"], gzip.Content.Headers.ContentEncoding);
            Assert.Equal(plain.Headers.ETag, brotli.Headers.ETag);
            var content = await plain.Content.ReadAsByteArrayAsync(Cancel);
            Assert.NotEmpty(content);
            Assert.Equal(content, await UnpackAsync(brotli, stream => new BrotliStream(stream, CompressionMode.Decompress)));
            Assert.Equal(content, await UnpackAsync(gzip, stream => new GZipStream(stream, CompressionMode.Decompress)));
        }
    }

    /// <summary>What the build holds too, over what a browser really gets before it can show the first page.</summary>
    [Fact]
    public async Task First_load_weighs_at_most_200_kB()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        using var client = application.ClientWith(null);

        long weight = 0;
        foreach (var part in await PartsAsync(client))
        {
            using var answer = await GetAsync(client, part, "gzip");
            weight += (await answer.Content.ReadAsByteArrayAsync(Cancel)).Length;
        }

        Assert.InRange(weight, 50_000, 200_000);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/flows/0193f0f0f0f0700080000000000000ff")]
    public async Task Page_is_not_sent_again_to_who_has_it(string path)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        using var client = application.ClientWith(null);
        using var first = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } } };

        using var again = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData("/assets/index.js")]
    [InlineData("/assets/..%2Findex.html")]
    [InlineData("/assets/index.html")]
    public async Task Unknown_part_is_404(string path)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        using var answer = await application.ClientWith(null).GetAsync(new Uri(path, UriKind.Relative), Cancel);

        (await ApiAnswer.OfAsync(answer)).MustBeError(HttpStatusCode.NotFound);
    }

    private static async Task<IReadOnlyList<string>> PartsAsync(HttpClient client) =>
        [.. Regex.Matches(await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancel), "(?:src|href)=\"\\./(?<part>assets/[^\"]+)\"", RegexOptions.NonBacktracking).Select(match => "/" + match.Groups["part"].Value)];

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string? encodings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encodings is not null)
        {
            request.Headers.Add("Accept-Encoding", encodings);
        }

        return await client.SendAsync(request, Cancel);
    }

    private static async Task<byte[]> UnpackAsync(HttpResponseMessage answer, Func<Stream, Stream> open)
    {
        await using var decoder = open(await answer.Content.ReadAsStreamAsync(Cancel));
        using var content = new MemoryStream();
        await decoder.CopyToAsync(content, Cancel);
        return content.ToArray();
    }
}
