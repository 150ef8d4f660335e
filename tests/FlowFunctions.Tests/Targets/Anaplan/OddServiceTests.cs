using System.IO.Compression;
using System.Text;
using FlowFunctions.Core.Runs;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using static FlowFunctions.Tests.Targets.Anaplan.AnaplanHost;

namespace FlowFunctions.Tests.Targets.Anaplan;

/// <summary>A service with the same facts and habits of its own.</summary>
[Needs(Need.Azurite)]
public sealed class OddServiceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Token = """{"status":"SUCCESS","statusMessage":"ok","tokenInfo":{"expiresAt":"4102444800000","tokenId":1,"tokenValue":"t0ken","refreshTokenId":2}}""";

    private ScriptedEndpoint _service = null!;
    private AnaplanHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = (await ScriptedEndpoint.StartAsync()).Then(201, Token);
        _host = await AgainstAsync(azurite, _service.Url + "/", ("RequestTimeout", "00:00:03"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Ids_may_be_numbers_and_fields_may_be_missing()
    {
        _service.Then(200, """{"files":[{"id":113000000001,"name":"a.csv","chunkCount":"3","more":[]},{"id":"113000000002"},{"name":"no id"}]}""");

        var files = await _host.Api.ListFilesAsync(Model, Cancel);

        Assert.Equal([new("113000000001", "a.csv", 3), new("113000000002", "113000000002", null)], files);
        Assert.Equal("AnaplanAuthToken t0ken", _service.Received[^1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("""{"offset":0,"limit":2,"currentPageSize":2,"totalSize":5}""", """{"offset":2,"limit":2,"currentPageSize":2,"totalSize":5}""", "?offset=2&limit=2", "?offset=4&limit=2")]
    [InlineData("""{"currentPageSize":2,"next":"https://elsewhere.example/x?limit=2&offset=2"}""", """{"offset":2,"currentPageSize":2,"next":"/y?offset=4&limit=2"}""", "?offset=2&limit=2", "?offset=4&limit=2")]
    [InlineData("""{"offset":"0","limit":"2"}""", """{"offset":2,"limit":2}""", "?offset=2&limit=2", "?offset=4&limit=2")]
    public async Task Lists_in_pieces_are_read_to_their_end(string first, string second, string secondQuery, string thirdQuery)
    {
        _service
            .Then(200, $$$"""{"meta":{"paging":{{{first}}}},"chunks":[{"id":"0"},{"id":"1"}]}""")
            .Then(200, $$$"""{"meta":{"paging":{{{second}}}},"chunks":[{"id":"3"},{"id":"2"}]}""")
            .Then(200, """{"meta":{"paging":{"offset":4,"limit":2,"currentPageSize":1,"totalSize":5}},"chunks":[{"id":"10"}]}""");

        Assert.Equal(["0", "1", "2", "3", "10"], await _host.Api.ListChunksAsync(Model, PlanExport.Id, Cancel));

        Assert.EndsWith("/chunks", _service.Received[1].Path, StringComparison.Ordinal);
        Assert.EndsWith(secondQuery, _service.Received[2].Path, StringComparison.Ordinal);
        Assert.EndsWith(thirdQuery, _service.Received[3].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_that_begins_again_ends()
    {
        _service.Otherwise(context => ScriptedEndpoint.Answer(context, 200, """{"meta":{"paging":{"limit":2}},"chunks":[{"id":"0"},{"id":"1"}]}"""));

        Assert.Equal(["0", "1"], await _host.Api.ListChunksAsync(Model, PlanExport.Id, Cancel));
    }

    /// <summary>Fresh ids on each page, and another page always: 20,000 a page, or one.</summary>
    [Theory]
    [InlineData(20_000, 6)]
    [InlineData(1, 1000)]
    public async Task List_that_never_ends_is_given_up(int pageSize, int pages)
    {
        var asked = 0;
        await using var host = await AgainstAsync(azurite, _service.Url + "/", ("RequestsPerMinute", "6000"));
        _service.Otherwise(context =>
        {
            var chunks = string.Join(',', Enumerable.Range(asked++ * pageSize, pageSize).Select(id => $$"""{"id":"{{id}}"}"""));
            return ScriptedEndpoint.Answer(context, 200, $$$"""{"meta":{"paging":{"next":"/x?offset={{{asked * pageSize}}}&limit={{{pageSize}}}"}},"chunks":[{{{chunks}}}]}""");
        });

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.ListChunksAsync(Model, PlanExport.Id, Cancel));

        Assert.Equal((RunErrorCodes.RejectedByTarget, false, pages), (fault.ErrorCode, fault.IsTransient, asked));
        Assert.Contains($"goes on after {pageSize * pages} items in {pages} pages", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"meta":{"paging":{"totalSize":"9"}},"chunks":[{"id":"0"},{"id":"1"}]}""")]
    [InlineData("""{"chunks":[{"id":"0"},{"name":"the rest"}]}""")]
    public async Task List_of_chunks_that_is_not_whole_is_no_file(string list)
    {
        _service.Otherwise(context => ScriptedEndpoint.Answer(context, 200, list));

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => _host.Api.ListChunksAsync(Model, PlanExport.Id, Cancel));

        Assert.True(fault.IsTransient);
    }

    [Theory]
    [InlineData("""{"taskId":"A","taskState":"NOT_STARTED"}""", nameof(ModelTaskState.NotStarted), null)]
    [InlineData("""{"taskState":"IN_PROGRESS","progress":0.5,"currentStep":"Loading"}""", nameof(ModelTaskState.InProgress), 0.5)]
    [InlineData("""{"taskState":"PAUSED_FOR_TEA","progress":"0.25"}""", nameof(ModelTaskState.InProgress), 0.25)]
    [InlineData("""{"progress":40}""", nameof(ModelTaskState.InProgress), null)]
    [InlineData("""{"taskState":"CANCELLING","progress":null}""", nameof(ModelTaskState.Cancelling), null)]
    [InlineData("""{"taskState":"CANCELLED"}""", nameof(ModelTaskState.Cancelled), null)]
    public async Task Task_is_read_whatever_it_has(string task, string state, double? progress)
    {
        _service.Then(200, $$"""{"task":{{task}}}""");

        var read = await _host.Api.GetTaskAsync(PlanExport, "A", Cancel);

        Assert.Equal((state, progress, "A"), (read.State.ToString(), read.Progress, read.TaskId));
    }

    [Fact]
    public async Task Result_is_read_whatever_it_has()
    {
        _service.Then(200, """{"task":{"taskId":"A","taskState":"COMPLETE","result":{"successful":"true","objectId":118000000001,"nestedResults":[{"successful":true,"details":[{"type":"x","values":[1,null,"a"]},{}],"nestedResults":null}]}}}""");

        var result = (await _host.Api.GetTaskAsync(LoadLists, "A", Cancel)).Result!;

        Assert.True(result.Successful);
        Assert.Equal("118000000001", result.ObjectId);
        Assert.Equal(["1", "", "a"], result.NestedResults[0].Details[0].Values);
        Assert.Equal(2, result.NestedResults[0].Details.Count);
    }

    [Fact]
    public async Task Chunk_that_was_packed_for_the_way_is_unpacked()
    {
        _service.Then(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("Code,Name\n"), Cancel);
        });

        Assert.Equal("Code,Name\n", await ReadAsync(await _host.Api.OpenChunkAsync(Model, PlanExport.Id, "0", Cancel)));
    }

    [Fact]
    public async Task Download_that_stops_is_given_up()
    {
        _service.Then(async context =>
        {
            await context.Response.WriteAsync("Code", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

        var stream = await _host.Api.OpenChunkAsync(Model, PlanExport.Id, "0", Cancel);
        var fault = await Assert.ThrowsAsync<AnaplanException>(() => ReadAsync(stream));

        Assert.Equal((RunErrorCodes.TimedOut, true), (fault.ErrorCode, fault.IsTransient));
    }

    [Fact]
    public async Task Download_that_breaks_off_is_told_by_the_stream()
    {
        var opened = new TaskCompletionSource();
        _service.Then(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("Code", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            await opened.Task;
            context.Abort();
        });

        var stream = await _host.Api.OpenChunkAsync(Model, PlanExport.Id, "0", Cancel);
        opened.SetResult();
        var fault = await Assert.ThrowsAsync<AnaplanException>(() => ReadAsync(stream));

        Assert.Equal((RunErrorCodes.ConnectionRefused, true), (fault.ErrorCode, fault.IsTransient));
    }

    [Fact]
    public async Task Requests_are_as_the_service_documents_them()
    {
        _service.Then(200, "{\"task\":{\"taskId\":\"A\"}}").Then(200, "{}").Then(204).Then(200, "{}");

        await _host.Api.StartTaskAsync(PlanExport, Cancel);
        await _host.Api.OpenUploadAsync(Model, CurrenciesFile, -1, Cancel);
        await _host.Api.UploadChunkAsync(Model, CurrenciesFile, 0, Gzip("Code\n"), Cancel);
        await _host.Api.CompleteUploadAsync(Model, CurrenciesFile, Cancel);

        const string model = "/2/0/workspaces/8a81b0136f1c4d2e016f1c4d2e5a0001/models/5C1F0A2B3D4E4F60718293A4B5C6D7E8";
        Assert.Equal(
            [
                "POST /token/authenticate",
                $"POST {model}/exports/116000000001/tasks",
                $"POST {model}/files/113000000001",
                $"PUT {model}/files/113000000001/chunks/0",
                $"POST {model}/files/113000000001/complete",
            ],
            _service.Received.Select(request => $"{request.Method} {request.Path}"));
        Assert.Equal(["", "{\"localeName\":\"en_US\"}", "{\"chunkCount\":-1}", "{\"id\":\"113000000001\"}"], _service.Received.Where(request => request.Method == "POST").Select(request => request.Body));
        Assert.Equal("application/x-gzip", _service.Received[3].Headers["Content-Type"]);

        // Whose requests they are.
        Assert.All(_service.Received, request => Assert.Matches("^FlowFunctions/[0-9]+\\.[0-9]+\\.[0-9]+", request.Headers["User-Agent"]));

        // Not every server takes a body that comes in pieces.
        Assert.All(_service.Received, request => Assert.Contains("Content-Length", request.Headers));
    }

    [Fact]
    public async Task Token_goes_to_no_other_host()
    {
        await using var elsewhere = await ScriptedEndpoint.StartAsync();
        _service.Then(302, null, ("Location", elsewhere.Url));

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => _host.Api.ListFilesAsync(Model, Cancel));

        Assert.Equal((RunErrorCodes.RejectedByTarget, false), (fault.ErrorCode, fault.IsTransient));
        Assert.Empty(elsewhere.Received);
    }

    [Theory]
    [InlineData("<html>a proxy's page</html>")]
    [InlineData("""{"task":{}}""")]
    [InlineData("")]
    public async Task Start_whose_answer_cannot_be_understood_may_have_arrived(string body)
    {
        _service.Then(200, body);

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => _host.Api.StartTaskAsync(PlanExport, Cancel));

        Assert.Equal((RunErrorCodes.RejectedByTarget, true, true), (fault.ErrorCode, fault.IsTransient, fault.MayHaveArrived));
        Assert.Equal(2, _service.Received.Count);
    }
}
