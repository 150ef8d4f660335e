using System.Globalization;
using System.Net;
using System.Text.Json;
using FlowFunctions.Definitions;
using FlowFunctions.Health;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Architecture;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace FlowFunctions.Tests.Health;

[Needs(Need.Azurite)]
public class HealthEndpointsTests(AzuriteFixture azurite)
{
    private const string NobodyAnswers =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
            + "TableEndpoint=http://127.0.0.1:9/devstoreaccount1;QueueEndpoint=http://127.0.0.1:9/devstoreaccount1;BlobEndpoint=http://127.0.0.1:9/devstoreaccount1";

    [Theory]
    [InlineData("health")]
    [InlineData("health/ready")]
    public async Task Readiness_checks_storage_and_task_hub_without_a_key(string path)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await ReadAsync(application.ClientWith(null), path, answer => answer.Status == HttpStatusCode.OK);

        Assert.Equal("ready", answer.Json.GetProperty("health").GetString());
        Assert.Equal(["tables", "queues", "blobs", "taskHub"], ChecksOf(answer).Select(check => check.GetProperty("name").GetString()));
        Assert.All(ChecksOf(answer), check => Assert.Equal("passing", check.GetProperty("status").GetString()));
        Assert.All(ChecksOf(answer), check => Assert.True(check.GetProperty("durationMs").GetInt64() >= 0));
        Assert.Empty(answer.Json.GetProperty("repairs").EnumerateArray());
    }

    [Fact]
    public async Task What_the_watchdog_has_repaired_is_told()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var repair = Mock.Of<IRepair>(repair => repair.Subject == "runs");
        application.Services.GetRequiredService<RepairCounts>().Add(repair, 2, application.Time.GetUtcNow());

        var answer = await ReadAsync(application.Client, "health", answer => answer.Status == HttpStatusCode.OK);

        Assert.Equal("""[{"subject":"runs","count":2}]""", answer.Json.GetProperty("repairs").GetRawText());
    }

    [Fact]
    public async Task Watchdog_is_through_before_the_host_ends_it_whatever_hangs()
    {
        await using var application = await ApiApplication.StartAsync(NobodyAnswers, makeTables: false);
        using var host = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "host.json"), TestContext.Current.CancellationToken));
        var functionTimeout = TimeSpan.Parse(host.RootElement.GetProperty("functionTimeout").GetString()!, CultureInfo.InvariantCulture);

        var repairs = application.Services.GetServices<IRepair>().ToList();

        Assert.InRange(repairs.Count * Watchdog.Patience, Watchdog.Patience, functionTimeout);
    }

    [Fact]
    public async Task Storage_that_is_away_is_503_with_retry_after_and_no_word_of_the_account()
    {
        await using var application = await ApiApplication.StartAsync(NobodyAnswers, makeTables: false);

        var answer = await application.ClientWith(null).SendAsync("GET", "health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(["failing", "failing", "failing", "passing"], ChecksOf(answer).Select(check => check.GetProperty("status").GetString()));
        Assert.All(ChecksOf(answer)[..3], check => Assert.Equal("2026-11-23T09:30:00.000Z", check.GetProperty("since").GetString()));
        Assert.StartsWith("Not ready: tables since 2026-11-23 09:30:00Z: ", answer.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("devstoreaccount1", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Container_that_is_gone_is_named_alone()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await application.Services.GetRequiredService<StorageContainers>().Dumps.DeleteAsync();

        await ReadAsync(application.Client, "health", answer => answer.Message == "Not ready: blobs since 2026-11-23 09:30:00Z: It is not set up yet.");
    }

    [Fact]
    public async Task Task_hub_that_fails_is_not_ready_and_its_words_are_not_passed_on()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        application.Durable
            .Setup(client => client.GetInstanceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("secret detail"));

        var answer = await ReadAsync(application.Client, "health", answer => answer.Message == "Not ready: taskHub since 2026-11-23 09:30:00Z: The check failed; the log says why.");

        Assert.DoesNotContain("secret detail", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_is_live_while_storage_is_away()
    {
        await using var application = await ApiApplication.StartAsync(NobodyAnswers, makeTables: false);

        var answer = (await application.ClientWith(null).SendAsync("GET", "health/live")).MustBeOk();

        Assert.Equal("live", answer.Json.GetProperty("health").GetString());
    }

    [Fact]
    public async Task Version_says_what_runs_here_to_those_with_a_key()
    {
        await using var application = await ApiApplication.StartAsync(NobodyAnswers, makeTables: false);

        (await application.ClientWith(null).SendAsync("GET", "version")).MustBeError(HttpStatusCode.Unauthorized);
        var version = (await application.ClientWith(ApiApplication.ViewerKey).SendAsync("GET", "version")).MustBeOk().Json.GetProperty("version");

        Assert.Matches(@"^\d+\.\d+\.\d+", version.GetProperty("product").GetString());
        Assert.Equal("Local", version.GetProperty("runtime").GetString());
        Assert.Equal($".NET {Environment.Version}", version.GetProperty("dotnet").GetString());
        Assert.Equal("2.0", version.GetProperty("api").GetString());
    }

    /// <summary>Storage may take longer than a check's second beside other tests: then it is asked again.</summary>
    private static Task<ApiAnswer> ReadAsync(HttpClient client, string path, Func<ApiAnswer, bool> expected) => Wait.For(() => client.SendAsync("GET", path), expected);

    private static JsonElement[] ChecksOf(ApiAnswer answer) => [.. answer.Json.GetProperty("checks").EnumerateArray()];
}
