using System.Net;

namespace AnaplanSimulator.Tests;

public sealed class TaskTests
{
    private static readonly SimulatorSettings Slow = new() { Tasks = new() { Duration = TimeSpan.FromSeconds(10) } };

    [Fact]
    public async Task Task_shows_its_states_over_time_and_its_result_at_the_end()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { Tasks = new() { StartDelay = TimeSpan.FromSeconds(5), Duration = TimeSpan.FromSeconds(10) } });
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");

        var taskId = await simulator.PostTaskAsync(TestModel.ProductsImport);

        Assert.Matches("^[0-9A-F]{32}$", taskId);
        var waiting = await simulator.TaskAsync(TestModel.ProductsImport, taskId);
        Assert.Equal("NOT_STARTED", waiting.GetProperty("taskState").GetString());
        Assert.Equal(0, waiting.GetProperty("progress").GetDouble());
        Assert.Equal(simulator.Time.GetUtcNow().ToUnixTimeMilliseconds(), waiting.GetProperty("creationTime").GetInt64());
        Assert.False(waiting.TryGetProperty("result", out _));

        await TurnUntilAsync(simulator, TestModel.ProductsImport, taskId, "IN_PROGRESS");
        simulator.Time.Advance(TimeSpan.FromSeconds(5));
        var working = await Wait.For(
            () =>
            {
                // The task may have looked at the clock before, and not wait for it yet.
                simulator.Time.Advance(TimeSpan.FromMilliseconds(20));
                return simulator.TaskAsync(TestModel.ProductsImport, taskId);
            },
            task => task.GetProperty("progress").GetDouble() >= 0.4);
        Assert.Equal("IN_PROGRESS", working.GetProperty("taskState").GetString());
        Assert.InRange(working.GetProperty("progress").GetDouble(), 0.4, 0.99);
        Assert.Equal("Importing into Products", working.GetProperty("currentStep").GetString());
        Assert.False(working.TryGetProperty("result", out _));
        Assert.DoesNotContain(simulator.Control.Read("Products"), row => row[0] == "A");

        await TurnUntilAsync(simulator, TestModel.ProductsImport, taskId, "COMPLETE");
        var complete = await simulator.TaskAsync(TestModel.ProductsImport, taskId);
        Assert.Equal(1, complete.GetProperty("progress").GetDouble());
        Assert.Equal("Complete.", complete.GetProperty("currentStep").GetString());
        Assert.True(complete.GetProperty("result").GetProperty("successful").GetBoolean());
        Assert.Equal("112000000001", complete.GetProperty("result").GetProperty("objectId").GetString());
        Assert.Equal("Products from file", complete.GetProperty("result").GetProperty("objectName").GetString());
        Assert.Contains(simulator.Control.Read("Products"), row => row[0] == "A");
    }

    [Fact]
    public async Task Model_runs_one_task_at_a_time_in_the_order_of_their_posting()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Slow);
        var first = await simulator.PostTaskAsync(TestModel.ProductsExport);
        var second = await simulator.PostTaskAsync(TestModel.SalesExport);
        var third = await simulator.PostTaskAsync(TestModel.DeleteProducts);

        await simulator.WaitForAsync(TestModel.ProductsExport, first, "IN_PROGRESS");
        Assert.Equal("NOT_STARTED", await simulator.StateAsync(TestModel.SalesExport, second));
        await TurnUntilAsync(simulator, TestModel.ProductsExport, first, "COMPLETE");
        await simulator.WaitForAsync(TestModel.SalesExport, second, "IN_PROGRESS");
        Assert.Equal("NOT_STARTED", await simulator.StateAsync(TestModel.DeleteProducts, third));
        await TurnUntilAsync(simulator, TestModel.SalesExport, second, "COMPLETE");
        await simulator.WaitForAsync(TestModel.DeleteProducts, third, "IN_PROGRESS");
    }

    [Fact]
    public async Task Models_run_their_tasks_side_by_side()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Slow);
        var one = await simulator.PostTaskAsync(TestModel.ProductsExport);
        using var answer = await simulator.SendAsync(HttpMethod.Post, "/2/0/workspaces/ws1/models/m2/actions/117000000001/tasks", new { localeName = "en_US" });

        await simulator.WaitForAsync(TestModel.ProductsExport, one, "IN_PROGRESS");
        await Wait.Until(() => simulator.Control.Tasks.Count(task => task.TaskState == Tasks.TaskState.InProgress) == 2, describe: () => string.Join(", ", simulator.Control.Tasks));
    }

    [Fact]
    public async Task Tasks_of_an_action_are_listed_with_the_oldest_first()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        var (first, _) = await simulator.RunAsync(TestModel.ProductsExport);
        simulator.Time.Advance(TimeSpan.FromSeconds(1));
        var (second, _) = await simulator.RunAsync(TestModel.ProductsExport);
        await simulator.RunAsync(TestModel.SalesExport);

        var tasks = (await simulator.GetModelAsync($"/{TestModel.ProductsExport}/tasks")).GetProperty("tasks");
        var newestFirst = (await simulator.GetModelAsync($"/{TestModel.ProductsExport}/tasks?sort=-creationTime&limit=1")).GetProperty("tasks");

        Assert.Equal([first, second], tasks.EnumerateArray().Select(task => task.GetProperty("taskId").GetString()!));
        Assert.Equal("COMPLETE", tasks[0].GetProperty("taskState").GetString());
        Assert.Equal(1000, tasks[1].GetProperty("creationTime").GetInt64() - tasks[0].GetProperty("creationTime").GetInt64());
        Assert.Equal([second], newestFirst.EnumerateArray().Select(task => task.GetProperty("taskId").GetString()!));
    }

    [Fact]
    public async Task Cancelling_a_waiting_task_is_done_at_once_and_it_never_runs()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Slow);
        var first = await simulator.PostTaskAsync(TestModel.ProductsExport);
        var second = await simulator.PostTaskAsync(TestModel.SalesExport);
        await simulator.WaitForAsync(TestModel.ProductsExport, first, "IN_PROGRESS");

        Assert.Equal(HttpStatusCode.NoContent, await CancelAsync(simulator, TestModel.SalesExport, second));

        Assert.Equal("CANCELLED", await simulator.StateAsync(TestModel.SalesExport, second));
        await TurnUntilAsync(simulator, TestModel.ProductsExport, first, "COMPLETE");
        var third = await simulator.PostTaskAsync(TestModel.ProductsExport);
        await TurnUntilAsync(simulator, TestModel.ProductsExport, third, "COMPLETE");
        Assert.Equal("CANCELLED", await simulator.StateAsync(TestModel.SalesExport, second));
        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, "/files/116000000002/chunks/0"));
    }

    [Fact]
    public async Task Cancelling_a_working_task_takes_its_time_and_leaves_no_changes()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { Tasks = new() { Duration = TimeSpan.FromSeconds(10), CancelDelay = TimeSpan.FromSeconds(3) } });
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        var task = await simulator.PostTaskAsync(TestModel.ProductsImport);
        await simulator.WaitForAsync(TestModel.ProductsImport, task, "IN_PROGRESS");

        Assert.Equal(HttpStatusCode.NoContent, await CancelAsync(simulator, TestModel.ProductsImport, task));

        Assert.Equal("CANCELLING", await simulator.StateAsync(TestModel.ProductsImport, task));
        Assert.Equal(HttpStatusCode.NoContent, await CancelAsync(simulator, TestModel.ProductsImport, task));
        await TurnUntilAsync(simulator, TestModel.ProductsImport, task, "CANCELLED");
        Assert.False((await simulator.TaskAsync(TestModel.ProductsImport, task)).TryGetProperty("result", out _));
        Assert.Single(simulator.Control.Read("Products"));
        Assert.Equal(HttpStatusCode.OK, await simulator.BeginAsync(TestModel.ProductsFile, 1));
    }

    [Fact]
    public async Task Complete_task_cannot_be_cancelled()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        var (task, _) = await simulator.RunAsync(TestModel.ProductsExport);

        Assert.Equal(HttpStatusCode.Conflict, await CancelAsync(simulator, TestModel.ProductsExport, task));
        Assert.Equal("COMPLETE", await simulator.StateAsync(TestModel.ProductsExport, task));
    }

    [Fact]
    public async Task Post_without_a_locale_is_answered_400_and_starts_nothing()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await simulator.StatusAsync(HttpMethod.Post, $"/{TestModel.ProductsExport}/tasks", new { }));
        Assert.Equal(HttpStatusCode.BadRequest, await simulator.StatusAsync(HttpMethod.Post, $"/{TestModel.ProductsExport}/tasks"));
        Assert.Empty(simulator.Control.Tasks);
    }

    [Theory]
    [InlineData("exports/112000000001")]
    [InlineData("imports/118000000001")]
    [InlineData("imports/112000000099")]
    public async Task Action_of_another_kind_or_none_is_answered_404(string action)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Post, $"/{action}/tasks", new { localeName = "en_US" }));
    }

    [Fact]
    public async Task Task_is_found_under_its_own_action_only()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        var (task, _) = await simulator.RunAsync(TestModel.ProductsExport);

        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, $"/{TestModel.SalesExport}/tasks/{task}"));
        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, $"/{TestModel.ProductsExport}/tasks/{new string('0', 32)}"));
    }

    private static Task<HttpStatusCode> CancelAsync(SimulatorUnderTest simulator, string action, string taskId) =>
        simulator.StatusAsync(HttpMethod.Delete, $"/{action}/tasks/{taskId}");

    private static Task TurnUntilAsync(SimulatorUnderTest simulator, string action, string taskId, string state) => Wait.For(
        async () =>
        {
            simulator.Time.Advance(TimeSpan.FromSeconds(1));
            return await simulator.StateAsync(action, taskId);
        },
        seen => seen == state);
}
