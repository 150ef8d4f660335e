using Azure.Data.Tables;
using FlowFunctions.Chaos.Weather;

namespace FlowFunctions.Chaos.Tests.Weather;

public sealed class FaultyStorageTests : IAsyncLifetime
{
    private const string Row = "/chaos/Flows(PartitionKey='flow',RowKey='name%3Aab')?timeout=3";
    private const int Requests = 200;

    private SeenRequests _storage = null!;
    private FaultyStorage _faulty = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _storage = await SeenRequests.StartAsync();
        var port = new Uri(_storage.Url).Port;
        _faulty = await FaultyStorage.StartAsync([("blob", port), ("queue", port), ("table", port)], new StorageFaults(7, "Hub"), TablesAt(port), "sig=abc", CancellationToken.None);
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_faulty.PortAt(2)}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _faulty.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task Request_passes_as_it_was_written()
    {
        Assert.Equal("done", await _client.GetStringAsync(Row));

        Assert.Equal([Row], _storage.Targets);
        Assert.Equal(0, _faulty.Injected);
    }

    [Fact]
    public async Task Faults_are_seen_by_the_caller_and_some_of_the_requests_are_done()
    {
        _faulty.FaultShare = 1;

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => StatusAsync()));

        // A caller who waited for its connection until it gave up was not seen there.
        Assert.InRange(_faulty.Injected, answers.Count(status => status != 0), Requests);
        Assert.Superset(new HashSet<int> { 0, 200, 429, 500, 503 }, answers.ToHashSet());
        Assert.InRange(_storage.Targets.Count, Requests / 5, Requests * 4 / 5);
    }

    [Fact]
    public async Task Messages_are_taken_for_a_minute_under_another_signature()
    {
        using var queues = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_faulty.PortAt(1)}") };
        queues.DefaultRequestHeaders.Authorization = new("SharedKey", "chaos:of-what-was-asked");

        await queues.GetStringAsync("/chaos/notifications/messages?numofmessages=16&visibilitytimeout=600");

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri("http://storage" + Assert.Single(_storage.Targets)).Query);
        Assert.Equal(("16", "60", "abc"), (query["numofmessages"].ToString(), query["visibilitytimeout"].ToString(), query["sig"].ToString()));
        Assert.Equal([""], _storage.Authorizations);
    }

    [Fact]
    public async Task Race_is_lost_to_a_writer_that_changes_the_row_before()
    {
        _faulty.FaultShare = 1;

        while (!_storage.Methods.Contains("MERGE") && !_storage.Methods.Contains("PATCH"))
        {
            using var message = new HttpRequestMessage(HttpMethod.Put, Row) { Headers = { IfMatch = { new("\"1\"") } } };
            try
            {
                using var answer = await _client.SendAsync(message);
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                // Another fault.
            }
        }

        var overtaking = _storage.Methods.ToList().FindIndex(method => method is "MERGE" or "PATCH");
        Assert.Equal("PUT", _storage.Methods.ElementAt(overtaking + 1));
    }

    private static TableServiceClient TablesAt(int port) => new(
        new Uri($"http://127.0.0.1:{port}/chaos"), new TableSharedKeyCredential("chaos", Convert.ToBase64String("key"u8)), new TableClientOptions { Retry = { MaxRetries = 0 } });

    /// <returns>0 where there is no answer.</returns>
    private async Task<int> StatusAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(Row);
            return (int)answer.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }
}
