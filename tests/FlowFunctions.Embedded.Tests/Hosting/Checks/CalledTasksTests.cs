using FlowFunctions.Embedded.Hosting.Checks;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Hosting.Checks;

public class CalledTasksTests
{
    private static readonly IReadOnlyList<CalledTask> Found = CalledTasks.In(typeof(CalledTasksTests).Assembly);

    [Theory]
    [InlineData("called-activity", nameof(CalledTaskKind.Activity), nameof(Orchestrator.RunAsync))]
    [InlineData("called-typed-activity", nameof(CalledTaskKind.Activity), nameof(Orchestrator.RunAsync))]
    [InlineData("called-sub-orchestrator", nameof(CalledTaskKind.Orchestrator), nameof(Orchestrator.RunAsync))]
    [InlineData("started-orchestrator", nameof(CalledTaskKind.Orchestrator), nameof(Orchestrator.StartAsync))]
    [InlineData("constructed-name", null, nameof(Orchestrator.Name))]
    public void Code_that_names_a_task_is_found_with_what_it_calls(string name, string? kind, string method)
    {
        var call = Assert.Single(Found, found => found.Name == name);

        Assert.Equal(kind, call.Kind?.ToString());
        Assert.Equal($"{nameof(CalledTasksTests)}.{method}", call.Caller);
    }

    [Fact]
    public void Strings_that_are_no_task_names_are_not_found() => Assert.DoesNotContain(Found, found => found.Name == "only-text");

    [Fact]
    public void Every_wrong_name_is_told_with_its_cure()
    {
        CalledTask[] called =
        [
            new("LoadRows", CalledTaskKind.Activity, "Load.RunAsync"),
            new("RunFlow", CalledTaskKind.Activity, "Load.RunAsync"),
            new("Save", CalledTaskKind.Orchestrator, "Load.RunAsync"),
            new("Nowhere", null, "Load.Name"),
            new("save", CalledTaskKind.Activity, "Load.RunAsync"),
        ];

        var faults = UnknownTaskNames.Find(called, ["RunFlow"], ["LoadRow", "Save"]);

        Assert.Equal(
            [
                "Load.RunAsync calls the activity 'LoadRows', which does not exist; there are 'LoadRow', 'Save'.",
                "Load.RunAsync calls the activity 'RunFlow', which does not exist; it is an orchestrator: call it with CallSubOrchestratorAsync.",
                "Load.RunAsync calls the orchestrator 'Save', which does not exist; it is an activity: call it with CallActivityAsync.",
                "Load.Name calls the orchestrator or activity 'Nowhere', which does not exist; there are 'LoadRow', 'RunFlow', 'Save'.",
            ],
            faults);
    }

    /// <summary>Never run; its compiled body is what the tests read.</summary>
    private static class Orchestrator
    {
        public static async Task<string> RunAsync(TaskOrchestrationContext context)
        {
            await context.CallActivityAsync("called-activity", "only-text");
            var answer = await context.CallActivityAsync<string>("called-typed-activity", new { Text = "only-text".Trim() });
            return answer + await context.CallSubOrchestratorAsync<string>("called-sub-orchestrator");
        }

        public static Task<string> StartAsync(DurableTaskClient client) => client.ScheduleNewOrchestrationInstanceAsync("started-orchestrator");

        public static TaskName Name() => new("constructed-name");
    }
}
