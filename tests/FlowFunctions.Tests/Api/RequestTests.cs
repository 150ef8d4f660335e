using System.Net;
using System.Text;
using FlowFunctions.Http;
using FlowFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Api;

[Needs(Need.Azurite)]
public class RequestTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Body_over_the_limit_is_413_and_one_at_the_limit_is_read()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var over = await application.Client.SendAsync("POST", "integrations", new string(' ', RequestBody.MaximumLength + 1));
        var at = await application.Client.SendAsync("POST", "integrations", new string(' ', RequestBody.MaximumLength));

        over.MustBeError(HttpStatusCode.RequestEntityTooLarge);
        at.MustBeError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Body_that_is_not_json_is_415(string? contentType)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await application.Client.PostAsync(new Uri("/2/0/integrations", UriKind.Relative), content, Cancel);

        (await ApiAnswer.OfAsync(response)).MustBeError(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    [InlineData("x")]
    public async Task Encoded_body_is_415_and_is_told_how_it_may_be_sent(string coding)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = (await PostAsync(application, coding)).MustBeError(HttpStatusCode.UnsupportedMediaType);

        Assert.Equal(["identity"], answer.Headers.NonValidated["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity")]
    [InlineData("identity, identity")]
    [InlineData(" ")]
    public async Task Identity_is_no_encoding(string coding)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        (await PostAsync(application, coding)).MustBeError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("GET", "integrationflows", HttpStatusCode.OK)]
    [InlineData("GET", "version", HttpStatusCode.OK)]
    [InlineData("GET", "integrations/0193f0f0f0f0700080000000000000ff", HttpStatusCode.NotFound)]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "integrationflows", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "integrationflows", HttpStatusCode.BadRequest)]
    [InlineData("GET", "integrationflows?naming=x", HttpStatusCode.BadRequest)]
    public async Task Answer_is_kept_by_no_cache_and_taken_for_nothing_else(string method, string path, HttpStatusCode status)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await application.Client.SendAsync(method, path, method == "POST" ? "{}" : null);

        Assert.Equal(status, answer.Status);
        Assert.Equal(["no-store"], answer.Headers.NonValidated["Cache-Control"]);
        Assert.Equal(["nosniff"], answer.Headers.NonValidated["X-Content-Type-Options"]);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=5001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("offset=99999999999", "offset")]
    [InlineData("sortBy=id", "sortBy")]
    [InlineData("myIntegrations=2", "myIntegrations")]
    [InlineData("q=", "q")]
    [InlineData("q=a&q=b", "q")]
    [InlineData("state=", "state")]
    [InlineData("state=running,broken", "state")]
    [InlineData("state=skipped", "state")]
    [InlineData("sortBy=latestrun", "sortBy")]
    [InlineData("limit=x&offset=y&sortBy=z&myIntegrations=w", "limit", "offset", "sortBy", "myIntegrations")]
    public async Task Query_that_cannot_be_is_400_with_every_parameter(string query, params string[] paths)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await application.Client.SendAsync("GET", "integrationflows?" + query);

        Assert.Equal(paths, answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_503_with_retry_after()
    {
        // Nothing listens on the port of a storage account that is no more.
        const string Nowhere = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;";
        await using var application = await ApiApplication.StartAsync(Nowhere, makeTables: false);
        var waiting = application.Client.SendAsync("GET", "integrationflows");
        await Wait.Until(() =>
        {
            application.Time.Advance(TimeSpan.FromMinutes(1));
            return waiting.IsCompleted;
        });
        var notReady = await waiting;
        application.Services.GetRequiredService<FlowFunctions.Storage.StorageReadiness>().MarkReady();

        var unreachable = await application.Client.SendAsync("GET", "integrationflows");

        Assert.NotNull(notReady.MustBeError(HttpStatusCode.ServiceUnavailable).Headers.RetryAfter);
        Assert.NotNull(unreachable.MustBeError(HttpStatusCode.ServiceUnavailable).Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await application.Client.SendAsync("GET", "health")).Status);
    }

    [Fact]
    public async Task Defect_is_500_in_the_contracts_form()
    {
        await using var application = await ApiApplication.StartAsync(
            azurite.ConnectionString,
            services => services.AddSingleton<FlowFunctions.Definitions.FlowStore>(_ => throw new InvalidOperationException("secret detail")));

        var answer = await application.Client.SendAsync("GET", "integrationflows");

        answer.MustBeError(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("secret detail", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<ApiAnswer> PostAsync(ApiApplication application, string coding)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        using var response = await application.Client.PostAsync(new Uri("/2/0/integrations", UriKind.Relative), content, Cancel);
        return await ApiAnswer.OfAsync(response);
    }
}
