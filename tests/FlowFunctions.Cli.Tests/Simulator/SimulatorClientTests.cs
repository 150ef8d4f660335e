using FlowFunctions.Cli.Simulator;

namespace FlowFunctions.Cli.Tests.Simulator;

public class SimulatorClientTests
{
    [Fact]
    public async Task Tasks_from_an_instant_on_are_told_in_the_order_in_which_they_were_asked_for()
    {
        await using var simulator = await ScriptedApi.StartAsync();
        simulator.On("GET /_control/state", """
            {"now":"2026-11-23T01:00:09Z","models":[{"id":"M1","tasks":[
              {"name":"Plan.csv","task":{"taskId":"3","taskState":"IN_PROGRESS","creationTime":"2026-11-23T01:00:05Z","result":null}},
              {"name":"Sales","task":{"taskId":"2","taskState":"COMPLETE","creationTime":"2026-11-23T01:00:00Z"}},
              {"name":"Sales","task":{"taskId":"1","taskState":"COMPLETE","creationTime":"2026-11-23T00:59:59.999Z"}}]}]}
            """);

        var tasks = await simulator.Simulator.ReadTasksAsync(Runs.Start, CancellationToken.None);

        Assert.Equal([new("Sales", "COMPLETE", Runs.Start), new ModelTask("Plan.csv", "IN_PROGRESS", Runs.Start.AddSeconds(5))], tasks);
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(200, """{"models":[{"tasks":[{"name":"Sales"}]}]}""")]
    public async Task Answer_that_tells_no_tasks_is_a_failure_and_not_no_tasks(int status, string body)
    {
        await using var simulator = await ScriptedApi.StartAsync();
        simulator.OnStatus("GET /_control/state", status, body);

        await Assert.ThrowsAsync<FlowsException>(() => simulator.Simulator.ReadTasksAsync(Runs.Start, CancellationToken.None));
    }
}
