using System.Net;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Traffic;

namespace AnaplanSimulator.Tests;

public sealed class FaultTests
{
    private const string StartImport = "POST **/imports/*/tasks";

    [Fact]
    public async Task Status_answers_the_next_requests_that_fit_and_no_others()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Add(new() { Requests = "POST **/exports/*/tasks", Skip = 1, Times = 2, Status = 503, RetryAfter = TimeSpan.FromSeconds(1.5) });

        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 4; call++)
            statuses.Add(await simulator.StatusAsync(HttpMethod.Post, $"/{TestModel.ProductsExport}/tasks", new { localeName = "en_US" }));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], statuses);
        Assert.Equal(2, simulator.Control.TasksOf("116000000001").Count);
        Assert.Empty(simulator.Control.Faults);
    }

    [Fact]
    public async Task Status_carries_the_retry_after_in_whole_seconds()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Add(new() { Requests = "GET **/files", Status = 429, RetryAfter = TimeSpan.FromSeconds(1.5) });

        using var answer = await simulator.SendAsync(HttpMethod.Get, TestModel.Path + "/files");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Lost_answer_breaks_the_connection_after_the_work()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Add(new() { Requests = StartImport, LoseAnswer = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => simulator.PostTaskAsync(TestModel.ProductsImport));

        // What was started can be found, as by a client that looks before it starts another.
        var tasks = (await simulator.GetModelAsync($"/{TestModel.ProductsImport}/tasks")).GetProperty("tasks");
        Assert.Equal(simulator.Control.TasksOf("112000000001").Select(task => task.TaskId), tasks.EnumerateArray().Select(task => task.GetProperty("taskId").GetString()!));
        Assert.Single(simulator.Control.Tasks);

        // It is logged when it is over, which its client may know before.
        bool IsStart(LoggedRequest request) => request.Method == "POST" && request.User is not null;
        await Wait.Until(() => simulator.Control.Requests.Any(IsStart));
        Assert.Equal(StartImport, simulator.Control.Requests.Single(IsStart).Fault);
    }

    [Fact]
    public async Task Lost_answer_to_a_chunk_keeps_the_chunk()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.BeginAsync(TestModel.SalesFile, 1);
        simulator.Control.Add(new() { Requests = "PUT **/chunks/0", LoseAnswer = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => simulator.PutAsync(TestModel.SalesFile, 0, [1, 2, 3]));

        await Wait.Until(() => simulator.Control.Chunks.Count == 1);
        Assert.NotNull(await simulator.Control.HashUploadAsync(TestModel.SalesFile));
    }

    [Fact]
    public async Task Cut_request_takes_no_chunk()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.BeginAsync(TestModel.SalesFile, 1);
        simulator.Control.Add(new() { Requests = "PUT **/chunks/0", CutRequestAfter = 100_000 });

        await Assert.ThrowsAnyAsync<Exception>(() => simulator.PutAsync(TestModel.SalesFile, 0, new byte[20_000_000]));

        Assert.Empty(simulator.Control.Chunks);
        Assert.Equal(HttpStatusCode.NoContent, await simulator.PutAsync(TestModel.SalesFile, 0, new byte[20_000_000]));
    }

    [Fact]
    public async Task Cut_answer_ends_before_its_length()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.LedgerFile, new string('x', 1_000_000));
        simulator.Control.Add(new() { Requests = "GET **/chunks/*", CutAnswerAfter = 1000 });

        await Assert.ThrowsAsync<HttpRequestException>(() => simulator.TextAsync($"/files/{TestModel.LedgerFile}/chunks/0"));

        Assert.Equal(1_000_000, (await simulator.TextAsync($"/files/{TestModel.LedgerFile}/chunks/0")).Length);
    }

    [Fact]
    public async Task Answer_in_pieces_is_whole()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.LedgerFile, "one", "two");
        simulator.Control.Add(new() { Requests = "GET **/chunks", AnswerInPiecesOf = 3 });

        var chunks = await simulator.GetModelAsync($"/files/{TestModel.LedgerFile}/chunks");

        Assert.Equal(2, chunks.GetProperty("chunks").GetArrayLength());
        Assert.Empty(simulator.Control.Faults);
    }

    [Fact]
    public async Task Delay_holds_the_request_by_the_simulators_clock()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Add(new() { Requests = "GET **/files", Delay = TimeSpan.FromSeconds(30) });

        var answer = simulator.StatusAsync(HttpMethod.Get, "/files");

        await Wait.Until(() => simulator.Control.Faults.Count == 0);
        Assert.False(answer.IsCompleted);
        await TurnUntilCompletedAsync(simulator, answer);
        Assert.Equal(HttpStatusCode.OK, await answer);
    }

    [Fact]
    public async Task Latency_holds_every_request()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Settings = simulator.Control.Settings with { Latency = TimeSpan.FromSeconds(2) };

        var answers = Task.WhenAll(simulator.StatusAsync(HttpMethod.Get, "/files"), simulator.StatusAsync(HttpMethod.Get, "/imports"));

        await TurnUntilCompletedAsync(simulator, answers);
        Assert.All(await answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.All(simulator.Control.Requests.TakeLast(2), request => Assert.True(request.Took >= TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task Hanging_request_ends_with_its_client()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Add(new() { Requests = "GET **/files", Hang = true });
        using var patience = new CancellationTokenSource();

        var answer = simulator.Client.GetAsync(TestModel.Path + "/files", patience.Token);
        await Wait.Until(() => simulator.Control.Faults.Count == 0);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Wait.Until(() => simulator.Control.Count("GET **/files") == 1);
    }

    [Fact]
    public async Task Expired_tokens_are_refused_in_the_middle_of_a_task()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { Tasks = new() { Duration = TimeSpan.FromSeconds(10) } });
        var task = await simulator.PostTaskAsync(TestModel.ProductsExport);

        simulator.Control.ExpireTokens();

        Assert.Equal(HttpStatusCode.Unauthorized, await simulator.StatusAsync(HttpMethod.Get, $"/{TestModel.ProductsExport}/tasks/{task}"));
        await simulator.LogInAsync();
        await simulator.WaitForAsync(TestModel.ProductsExport, task, "IN_PROGRESS");
    }

    [Fact]
    public async Task Extra_fields_are_in_every_object_of_every_answer()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { ExtraFields = true });

        var (task, result) = await simulator.RunAsync(TestModel.ProductsExport);

        Assert.True(result.TryGetProperty("unknownField", out _));
        Assert.True(result.GetProperty("details")[0].TryGetProperty("unknownNull", out _));
        Assert.True((await simulator.GetModelAsync("/files")).GetProperty("meta").GetProperty("paging").TryGetProperty("unknownField", out _));
        Assert.NotEmpty(task);
    }

    [Theory]
    [InlineData("GET /a/*/c", "GET", "/a/b/c", true)]
    [InlineData("GET /a/*/c", "GET", "/a/b/b/c", false)]
    [InlineData("GET /a/**", "GET", "/a/b/b/c", true)]
    [InlineData("* **/c", "DELETE", "/a/b/C", true)]
    [InlineData("GET **", "POST", "/a", false)]
    [InlineData("GET /a.b", "GET", "/axb", false)]
    public void Pattern_fits_as_its_stars_say(string pattern, string method, string path, bool fits) =>
        Assert.Equal(fits, Pattern(pattern, method, path));

    [Theory]
    [InlineData("GET")]
    [InlineData("/path")]
    [InlineData("GET /a b")]
    public async Task Pattern_that_is_none_is_refused(string pattern)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        Assert.Throws<FormatException>(() => simulator.Control.Add(new Fault { Requests = pattern, Status = 500 }));
    }

    private static bool Pattern(string pattern, string method, string path)
    {
        var script = new FaultScript();
        script.Add(new Fault { Requests = pattern, Status = 500 });
        return script.Take(method, path) is not null;
    }

    private static Task TurnUntilCompletedAsync(SimulatorUnderTest simulator, Task task) => Wait.Until(() =>
    {
        simulator.Time.Advance(TimeSpan.FromSeconds(1));
        return task.IsCompleted;
    });
}
