using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>
/// Sends requests that are right but for a few things to every HTTP function, found by reflection. Each is made from the seed and its number, so a failure
/// can be sent again. <c>FLOWS_FUZZ_REQUESTS</c> (2,000) and <c>FLOWS_FUZZ_SEED</c> (1) ask for more of them, or others.
/// </summary>
[Needs(Need.Azurite)]
public sealed class RequestFuzzTests(AzuriteFixture azurite) : IDisposable
{
    private const int SendersAtOnce = 8;

    /// <summary>With fewer requests, what grows is what is loaded once.</summary>
    private const int MemoryMatters = 10_000;

    /// <summary>In KiB, over the second half.</summary>
    private const long MaximumGrowth = 64 * 1024;

    /// <summary>For a machine that does other things too; an answer takes milliseconds.</summary>
    private static readonly TimeSpan AnswerWithin = Wait.Patience;

    private static readonly HashSet<int> ExpectedErrors = [400, 401, 403, 404, 405, 409, 412, 413, 415, 416, 428];

    private readonly KnownIds _ids = new();
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly SecretWatch _log = new(RequestSeeds.Canary, ApiApplication.EditorKey);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Mutated_requests_get_the_contracts_answers_and_leave_storage_consistent()
    {
        var count = FuzzSettings.Requests;
        await using var application = await StartAsync();
        var seeds = new RequestSeeds(_ids, application.Services.GetRequiredService<IInlineConstraintResolver>());
        using var client = application.ClientWith(null);
        var memory = new List<long>();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Math.Max(1, count / 10)))
        {
            await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = SendersAtOnce, CancellationToken = Cancel }, async (number, _) =>
            {
                var random = FuzzSettings.RandomOf(number);
                var request = seeds.For(OddValues.Of(HostedFunction.All, random), random);
                await SendAsync(client, random.Next(10) == 0 ? request : RequestMutator.Mutate(request, random), number);
            });

            // Runs that nobody moves are over their grace, and do not keep their flows locked for good.
            application.Time.Advance(TimeSpan.FromMinutes(1));
            // A mock keeps every call that it got, with its arguments.
            application.Durable.Invocations.Clear();
            if (count >= MemoryMatters)
            {
                memory.Add(GC.GetTotalMemory(forceFullCollection: true) / 1024);
            }
        }

        FuzzSettings.Tell($"{count} requests, {_log.Lines} log lines, answers {string.Join(", ", _statuses.OrderBy(status => status.Key).Select(status => $"{status.Key} {status.Value} times"))}");
        Assert.True(_faults.IsEmpty, $"{_faults.Count} faults of seed {FuzzSettings.Seed}, the first:\n{string.Join("\n\n", _faults.Take(5))}");
        Assert.Empty(await StorageConsistency.FaultsOfAsync(application.Services.GetRequiredService<StorageTables>(), Cancel));
        await EveryListedDocumentCanBeReadAsync(application);
        await NoRunIsStuckAsync(application);
        Assert.True(_log.Leaks.Count == 0, $"Log lines with a secret, the first:\n{string.Join('\n', _log.Leaks)}");
        Assert.True(_log.Lines > 0, "Nothing was logged.");

        // Otherwise the requests were too wrong to reach what they are for.
        Assert.All(new[] { 200, 400, 404, 405, 409, 412, 415 }, status => Assert.True(_statuses.GetValueOrDefault(status) > 0, $"No answer was {status}."));
        if (memory.Count > 0)
        {
            Assert.True(memory[^1] - memory[memory.Count / 2] < MaximumGrowth, $"Memory has grown, in KiB after each tenth: {string.Join(", ", memory)}.");
        }
    }

    private async Task<ApiApplication> StartAsync()
    {
        var application = await ApiApplication.StartAsync(azurite.ConnectionString, services => services
            .AddLogging(logging => logging.AddProvider(_log))
            .Configure<SecurityOptions>(security =>
            {
                security.RateLimit.Tokens = RateLimitOptions.MaximumTokens;
                security.RateLimit.Burst = RateLimitOptions.MaximumTokens;
            }));
        await Task.WhenAll(application.Services.GetRequiredService<StorageContainers>().All.Select(container => container.CreateIfNotExistsAsync(cancellationToken: Cancel)));
        for (var i = 0; i < 8; i++)
        {
            _ids.Add("integration", await application.Client.CreateIntegrationAsync($"Seed {i}"));
        }

        var random = new Random(0);
        for (var i = 0; i < 4; i++)
        {
            _ids.Add("flow", await application.Client.CreateFlowAsync($"Seed {i}", [.. Enumerable.Range(0, 20).Select(_ => _ids.Any("integration", random)).Distinct()]));
        }

        return application;
    }

    private async Task SendAsync(HttpClient client, FuzzRequest request, int number)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var message = request.ToMessage();
            using var response = await client.SendAsync(message, Cancel).WaitAsync(AnswerWithin, Cancel);
            var text = await response.Content.ReadAsStringAsync(Cancel);
            _statuses.AddOrUpdate((int)response.StatusCode, 1, (_, sent) => sent + 1);
            if (FaultOf(request, (int)response.StatusCode, text, response.Content.Headers.ContentType?.MediaType) is { } fault)
            {
                _faults.Enqueue($"#{number}: {fault}\n{request}\n→ {(int)response.StatusCode} {text}");
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !Cancel.IsCancellationRequested)
        {
            _faults.Enqueue($"#{number} after {clock.Elapsed}: {exception}\n{request}");
        }
    }

    /// <summary>Codes that open nothing are counted for the address that they come from, and the fuzzing sends many.</summary>
    private static bool OpensSession(string path) => path.Contains("caller/session", StringComparison.OrdinalIgnoreCase);

    private string? FaultOf(FuzzRequest request, int status, string text, string? mediaType)
    {
        if (status == (int)HttpStatusCode.NotModified || IsTheHosts(request.Path))
        {
            return null;
        }

        if (status >= 500 || (status != 200 && !ExpectedErrors.Contains(status) && !(status == (int)HttpStatusCode.TooManyRequests && OpensSession(request.Path))))
        {
            return "The status is none of the contract's.";
        }

        if (mediaType != "application/json")
        {
            return status == 200 ? null : "An error is not JSON.";
        }

        using var document = JsonDocument.Parse(text);
        return status == 200 ? FaultOfSuccess(document.RootElement) : FaultOfError(document.RootElement, status);
    }

    private string? FaultOfSuccess(JsonElement answer)
    {
        if (!answer.TryGetProperty("status", out var own) || own.GetProperty("code").GetInt32() != 200)
        {
            return "A success has no status 200.";
        }

        Learn(answer, "integrationFlow", "integrationFlowId", "flow");
        Learn(answer, "integration", "integrationId", "integration");
        Learn(answer, "run", "id", "run");
        return null;
    }

    /// <summary>Paths that no template matches, not even that of the fallback: they never reach the application.</summary>
    private static bool IsTheHosts(string path) => !path.StartsWith("/2/0/", StringComparison.OrdinalIgnoreCase) || path.Contains("//", StringComparison.Ordinal);

    private static string? FaultOfError(JsonElement answer, int status) =>
        answer.GetProperty("code").GetInt32() == status
        && answer.GetProperty("status").GetProperty("code").GetInt32() == status
        && answer.GetProperty("message").GetString() is { Length: > 0 }
        && answer.GetProperty("errors").EnumerateArray().All(error => error.GetProperty("path").ValueKind == JsonValueKind.String && error.GetProperty("message").GetString() is { Length: > 0 })
        && (answer.TryGetProperty("traceId", out _) || answer.TryGetProperty("trace_id", out _))
            ? null
            : "The error is not in the contract's form.";

    private void Learn(JsonElement answer, string member, string id, string kind)
    {
        if (answer.TryGetProperty(member, out var resource) && resource.ValueKind == JsonValueKind.Object && resource.TryGetProperty(id, out var known))
        {
            _ids.Add(kind, known.GetString()!);
        }
    }

    /// <summary>Nobody moves the runs that were started here: after their grace the watchdog ends them all, and nothing is locked any more.</summary>
    private static async Task NoRunIsStuckAsync(ApiApplication application)
    {
        application.Time.Advance(TimeSpan.FromHours(1));
        await application.Services.GetServices<IRepair>().Single(repair => repair is LostRuns).RepairAsync(application.Durable.Object, Cancel);

        var flows = await application.Services.GetRequiredService<FlowStore>().ListHeldAsync(Cancel);
        var integrations = await application.Services.GetRequiredService<IntegrationStore>().ListHeldAsync(Cancel);
        Assert.Empty(flows.Concat(integrations).Select(owner => $"{owner.Id} is locked by run {owner.RunId}."));
    }

    private static async Task EveryListedDocumentCanBeReadAsync(ApiApplication application)
    {
        var tables = application.Services.GetRequiredService<StorageTables>();
        foreach (var (path, list, id, table) in new[] { ("integrationflows", "integrationFlows", "id", tables.Flows), ("integrations", "integrations", "integrationId", tables.Integrations) })
        {
            var page = (await application.Client.SendAsync("GET", path + "?limit=5000")).MustBeOk().Json;
            var listed = page.GetProperty(list).EnumerateArray().Select(document => document.GetProperty(id).GetString()!).ToList();
            Assert.Equal(page.GetProperty("meta").GetProperty("paging").GetProperty("totalSize").GetInt32(), listed.Count);
            Assert.Equal(await StorageConsistency.DocumentIdsOfAsync(table, Cancel), listed);
            foreach (var document in listed)
            {
                (await application.Client.SendAsync("GET", $"{path}/{document}")).MustBeOk();
            }
        }
    }
}
