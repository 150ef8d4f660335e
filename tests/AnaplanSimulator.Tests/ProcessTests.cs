using System.Net;

namespace AnaplanSimulator.Tests;

public sealed class ProcessTests
{
    [Fact]
    public async Task Process_runs_its_actions_in_order_with_a_result_for_each()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        await simulator.UploadAsync(TestModel.SalesFile, "Product;Month;Amount\nA;01;1\nZ;01;1\n");

        var (taskId, result) = await simulator.RunAsync(TestModel.Load);

        // The sales of A are only accepted after the products, and the export sees the products of this very task.
        Assert.True(result.GetProperty("successful").GetBoolean());
        Assert.True(result.GetProperty("failureDumpAvailable").GetBoolean());
        Assert.Equal("118000000001", result.GetProperty("objectId").GetString());
        var nested = result.GetProperty("nestedResults").EnumerateArray().ToList();
        Assert.Equal(["112000000001", "112000000002", "116000000001"], nested.Select(action => action.GetProperty("objectId").GetString()!));
        Assert.Equal([false, true, false], nested.Select(action => action.GetProperty("failureDumpAvailable").GetBoolean()));
        Assert.Contains(simulator.Control.Read("Sales"), row => row[0] == "A");
        Assert.Contains("A,A", await simulator.ChunksAsync("/files/116000000001"));

        var dump = await simulator.ChunksAsync($"/{TestModel.Load}/tasks/{taskId}/dumps/112000000002");
        Assert.StartsWith("Product;Month;Amount;_Line_No_", dump);
        Assert.Contains("Z;01;1;3;", dump);
        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, $"/{TestModel.Load}/tasks/{taskId}/dumps/112000000001/chunks"));
        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, $"/{TestModel.Load}/tasks/{taskId}/dump/chunks"));
    }

    [Fact]
    public async Task Failed_action_fails_the_process_and_the_others_still_run()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");

        var (_, result) = await simulator.RunAsync(TestModel.Load);

        Assert.False(result.GetProperty("successful").GetBoolean());
        Assert.Equal([true, false, true], result.GetProperty("nestedResults").EnumerateArray().Select(action => action.GetProperty("successful").GetBoolean()));
    }

    [Fact]
    public async Task Progress_goes_through_the_actions()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { Tasks = new() { Duration = TimeSpan.FromSeconds(30) } });
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        await simulator.UploadAsync(TestModel.SalesFile, "Product;Month;Amount\nA;01;1\n");
        var task = await simulator.PostTaskAsync(TestModel.Load);
        var steps = new List<string>();
        var progress = new List<double>();

        await Wait.For(
            async () =>
            {
                var seen = await simulator.TaskAsync(TestModel.Load, task);
                var step = seen.GetProperty("currentStep").GetString()!;
                steps.Add(step);
                progress.Add(seen.GetProperty("progress").GetDouble());

                // What reads its file takes no time of this clock: it would have none left for what comes after.
                if (!step.StartsWith("Reading", StringComparison.Ordinal))
                {
                    simulator.Time.Advance(TimeSpan.FromSeconds(1));
                }

                return seen.GetProperty("taskState").GetString()!;
            },
            state => state == "COMPLETE");

        Assert.Equal(progress.Order(), progress);
        Assert.Contains("Importing into Products", steps);
        Assert.Contains("Importing into Sales", steps);
        Assert.Contains("Exporting Products", steps);
    }
}
