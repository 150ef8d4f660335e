using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Integrations;

/// <summary>What is accepted of an author leaves room for what its runs write: an end that did not fit would leave the lock held.</summary>
[Needs(Need.Azurite)]
public class IntegrationSizeTests(AzuriteFixture azurite)
{
    /// <summary>JSON in a row writes a quotation mark in six characters.</summary>
    private const int Escaped = 6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Longest_end_of_a_run_fits_beside_the_longest_definition()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var longest = OfLength(IntegrationDocument.MaximumAuthoredLength);
        longest.RequireRoomForRuns();
        var integration = longest with { NotificationId = Documents.Id(), RecentDurations = [.. Enumerable.Repeat((long)TimeSpan.FromDays(6).TotalMilliseconds, Runnable.MaximumDurations)] };
        var run = RunInputs.OfOneIntegration("a").Run;
        var user = new string('"', 256);
        var ended = run with
        {
            Trigger = run.Trigger with { User = user },
            Canceller = user,
            EndDate = run.StartDate.AddDays(6),
            Result = new(false, new string('"', TargetText.MaximumMessageLength), RunErrorCodes.RejectedByTarget),
        };

        var created = (await scope.Integrations.CreateAsync(RunLock.Take(integration, run, new string('h', 45)), Cancel)).Document!;
        await scope.Integrations.ReplaceAsync(created, RunLock.Release(created, ended)! with { History = new(long.MaxValue, long.MaxValue, new string('v', 100)) }, Cancel);

        var stored = (await scope.Integrations.GetAsync(integration.Id, Cancel))!;
        Assert.Null(stored.ActiveRunId);
        Assert.Equal(TargetText.MaximumMessageLength, stored.LatestRun!.Message.Length);
    }

    /// <summary>An earlier version has accepted longer ones, which can be renamed, and made shorter bit by bit.</summary>
    [Theory]
    [InlineData(1, null, false)]
    [InlineData(1, 0, false)]
    [InlineData(10, 9, false)]
    [InlineData(10, 10, true)]
    [InlineData(9, 10, true)]
    [InlineData(0, 10, true)]
    public void Definition_may_be_too_long_by_as_much_as_it_was(int excess, int? before, bool isAccepted)
    {
        var definition = OfLength(IntegrationDocument.MaximumAuthoredLength + excess);
        var current = before is { } was ? OfLength(IntegrationDocument.MaximumAuthoredLength + was) with { ActiveRunId = Documents.Id(), EndpointSecretId = "secret" } : null;

        var refusal = Record.Exception(() => definition.RequireRoomForRuns(current));

        Assert.Equal(isAccepted, refusal is null);
        Assert.True(refusal is null or DocumentTooLargeException);
    }

    [Fact]
    public async Task Longer_definition_is_413_that_says_how_long_it_may_be_and_leaves_nothing_behind()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var fits = Body("Fits", IntegrationDocument.MaximumAuthoredLength - 5000);
        var before = await RowsAsync(application);

        var refused = await application.Client.SendAsync("POST", "integrations", Body("Too long", IntegrationDocument.MaximumAuthoredLength));
        Assert.Contains($"at most {IntegrationDocument.MaximumAuthoredLength:N0}", refused.MustBeError(HttpStatusCode.RequestEntityTooLarge).Message, StringComparison.Ordinal);
        Assert.Equal(before, await RowsAsync(application));

        var id = (await application.Client.SendAsync("POST", "integrations", fits)).MustBeOk().Json.GetProperty("integration").GetProperty("integrationId").GetString();
        (await application.Client.SendAsync("PUT", $"integrations/{id}", Body("Fits", IntegrationDocument.MaximumAuthoredLength))).MustBeError(HttpStatusCode.RequestEntityTooLarge);
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"name":"Renamed"}""")).MustBeOk();
    }

    private static IntegrationDocument OfLength(int length) => WithHeader(new('n', length - WithHeader("").AuthoredLength()));

    private static IntegrationDocument WithHeader(string value)
    {
        var integration = Documents.Integration("Long");
        return integration with { Input = integration.Input with { Endpoint = integration.Input.Endpoint! with { Headers = new Dictionary<string, string> { ["X-Note"] = value } } } };
    }

    /// <summary>An endpoint whose headers are so many characters long as they are stored.</summary>
    private static string Body(string name, int length)
    {
        const int HeaderLength = 4000;
        var headers = new Dictionary<string, string>();
        for (var rest = length / Escaped; rest > 0; rest -= HeaderLength)
        {
            headers[$"X-Note-{headers.Count}"] = new('"', Math.Min(rest, HeaderLength));
        }

        return JsonSerializer.Serialize(new { name, endpoint = new { url = "https://example.com/run", headers } });
    }

    private static async Task<int> RowsAsync(ApiApplication application)
    {
        var rows = 0;
        foreach (var table in application.Services.GetRequiredService<StorageTables>().All)
        {
            rows += await table.QueryAsync<TableEntity>(cancellationToken: Cancel).CountAsync(Cancel);
        }

        return rows;
    }
}
