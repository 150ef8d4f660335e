using System.Net;
using System.Text.Json;
using AnaplanSimulator.Faults;

namespace AnaplanSimulator.Tests;

public sealed class ControlTests
{
    [Fact]
    public async Task Requests_are_logged_with_their_user_and_answer()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.StatusAsync(HttpMethod.Get, "/files");
        await simulator.StatusAsync(HttpMethod.Get, "/files/113000000099/chunks");

        Assert.Equal(1, simulator.Control.Count("POST /token/authenticate"));
        Assert.Equal(2, simulator.Control.Count("GET **/files**"));
        var last = simulator.Control.Requests[^1];
        Assert.Equal((3L, TestModel.User, "GET", 404), (last.Number, last.User, last.Method, last.Status));
    }

    [Fact]
    public async Task Reset_brings_back_the_start()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { Tasks = new() { Duration = TimeSpan.FromHours(1) } });
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        var task = await simulator.PostTaskAsync(TestModel.ProductsImport);
        await simulator.WaitForAsync(TestModel.ProductsImport, task, "IN_PROGRESS");
        simulator.Control.Add(new Fault { Requests = "* **", Skip = 5, Status = 500 });
        simulator.Control.Settings = simulator.Control.Settings with { RequestsPerMinute = 1 };

        await simulator.Control.ResetAsync();

        Assert.Empty(simulator.Control.Requests);
        Assert.Empty(simulator.Control.Tasks);
        Assert.Empty(simulator.Control.Faults);
        Assert.Empty(simulator.Control.Chunks);
        Assert.Equal(600, simulator.Control.Settings.RequestsPerMinute);
        Assert.Equal(HttpStatusCode.Unauthorized, await simulator.StatusAsync(HttpMethod.Get, "/files"));
        Assert.Null(simulator.Control.OpenUpload(TestModel.ProductsFile));
    }

    [Fact]
    public async Task Setting_out_of_range_is_refused_and_changes_nothing()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        var fault = Assert.Throws<ArgumentException>(() => simulator.Control.Settings = new() { RequestsPerMinute = 0, DownloadChunkSize = 0 });

        Assert.Contains("RequestsPerMinute", fault.Message);
        Assert.Contains("DownloadChunkSize", fault.Message);
        Assert.Equal(600, simulator.Control.Settings.RequestsPerMinute);
    }

    [Fact]
    public async Task Start_with_settings_out_of_range_tells_every_one()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => SimulatorHost.StartAsync(
            new() { Settings = new() { TokenLifetime = TimeSpan.Zero, ChunkListPageSize = 0 } }, TestContext.Current.CancellationToken));

        Assert.Contains("TokenLifetime", fault.Message);
        Assert.Contains("ChunkListPageSize", fault.Message);
    }

    [Fact]
    public async Task Everything_can_be_controlled_over_http()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        await ControlAsync(simulator, HttpMethod.Post, "/faults", new { requests = "GET **/files", status = 418, times = (int?)null });
        Assert.Equal((HttpStatusCode)418, await simulator.StatusAsync(HttpMethod.Get, "/files"));
        await ControlAsync(simulator, HttpMethod.Delete, "/faults");
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));

        await ControlAsync(simulator, HttpMethod.Patch, "/settings", new { downloadChunkSize = 7, tasks = new { duration = "00:00:03" } });
        Assert.Equal((7, TimeSpan.FromSeconds(3)), (simulator.Control.Settings.DownloadChunkSize, simulator.Control.Settings.Tasks.Duration));
        Assert.Equal(600, simulator.Control.Settings.RequestsPerMinute);

        var files = await ControlAsync(simulator, HttpMethod.Get, "/requests?pattern=GET%20**/files");
        Assert.Equal(2, files.GetProperty("count").GetInt32());
        var months = await ControlAsync(simulator, HttpMethod.Get, "/models/m1/rows/Months");
        Assert.Equal("Jan", months.GetProperty("rows")[0][1].GetString());

        await ControlAsync(simulator, HttpMethod.Post, "/tokens/expire");
        Assert.Equal(HttpStatusCode.Unauthorized, await simulator.StatusAsync(HttpMethod.Get, "/files"));
        await ControlAsync(simulator, HttpMethod.Post, "/reset");
        Assert.Empty(simulator.Control.Requests);
    }

    [Fact]
    public async Task State_shows_models_tasks_files_and_requests()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        await simulator.RunAsync(TestModel.ProductsImport);

        var state = await ControlAsync(simulator, HttpMethod.Get, "/state");

        var model = state.GetProperty("models")[0];
        Assert.Equal("Products from file", model.GetProperty("tasks")[0].GetProperty("name").GetString());
        Assert.Equal("COMPLETE", model.GetProperty("tasks")[0].GetProperty("task").GetProperty("taskState").GetString());
        Assert.Equal("Whole", model.GetProperty("files")[0].GetProperty("state").GetString());
        Assert.Equal(simulator.Control.Requests.Count, state.GetProperty("requestCount").GetInt32());
        Assert.StartsWith("GET", state.GetProperty("requests")[0].GetProperty("method").GetString());
    }

    [Theory]
    [InlineData("/faults", """{"requests":"nonsense","status":500}""")]
    [InlineData("/faults", """{"status":500}""")]
    [InlineData("/faults", "no json")]
    public async Task Fault_that_is_none_is_answered_400(string path, string body)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        using var answer = await simulator.SendAsync(HttpMethod.Post, "/_control" + path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty((await SimulatorUnderTest.JsonOf(answer)).GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Unknown_setting_is_answered_400()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        using var answer = await simulator.SendAsync(HttpMethod.Patch, "/_control/settings", new { tokenLifespan = "00:01:00" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("tokenLifespan", (await SimulatorUnderTest.JsonOf(answer)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Page_is_served_and_needs_no_token()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Client.DefaultRequestHeaders.Authorization = null;

        using var answer = await simulator.SendAsync(HttpMethod.Get, "/_control");

        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<h1>Anaplan simulator</h1>", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("attacker.example", null)]
    [InlineData(null, "http://attacker.example")]
    public async Task Control_is_refused_to_pages_of_other_sites(string? host, string? origin)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_control/reset");
        request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        using var answer = await simulator.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.NotEmpty(simulator.Control.Requests);
    }

    [Fact]
    public async Task Control_is_neither_logged_nor_struck_by_faults()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Add(new Fault { Requests = "* **", Times = null, Status = 500 });

        await ControlAsync(simulator, HttpMethod.Get, "/state");

        Assert.Single(simulator.Control.Requests);
    }

    private static async Task<JsonElement> ControlAsync(SimulatorUnderTest simulator, HttpMethod method, string path, object? body = null)
    {
        using var answer = await simulator.SendAsync(method, "/_control" + path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode}");
        return answer.StatusCode == HttpStatusCode.NoContent ? default : await SimulatorUnderTest.JsonOf(answer);
    }
}
