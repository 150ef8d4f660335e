using DurableTask.Core.Exceptions;
using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

public class InstanceTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Id_of_an_instance_that_has_not_ended_is_refused_and_of_an_ended_one_used_again()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting());
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "first", new StartOrchestrationOptions("one"));

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));
        await engine.Client.RaiseEventAsync("one", "go", "ended");
        await engine.EndOfAsync("one");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed)));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "second", new StartOrchestrationOptions("one"));

        var again = await engine.StartOfAsync("one");
        Assert.Equal((OrchestrationRuntimeStatus.Running, "second"), (again.RuntimeStatus, again.ReadInputAs<string>()));
    }

    [Fact]
    public async Task Twenty_starts_of_one_id_at_once_make_one_instance()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting());

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one"));
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return false;
            }
        }));

        Assert.Single(starts, started => started);
    }

    [Fact]
    public async Task Unknown_orchestrator_and_invalid_ids_are_refused()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting());

        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Nobody"));
        Assert.Contains("'Wait'", unknown.Message, StringComparison.Ordinal);
        foreach (var id in (string[])["@a", "a/b", "a#b", "a?b", "a\\b", "a\nb", new string('a', 101)])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id)));
        }

        Assert.Null(await engine.Client.GetInstanceAsync("nobody"));
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.RaiseEventAsync("nobody", "go"));
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.TerminateInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Terminated_instance_shows_its_output_and_takes_its_children_along()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting()
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(instanceId: "child"))));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await engine.StartOfAsync("child");

        await engine.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("stopped", Recursive: true));

        var parent = await engine.EndOfAsync(id);
        var child = await engine.EndOfAsync("child");
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "stopped"), (parent.RuntimeStatus, parent.ReadOutputAs<string>()));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, child.RuntimeStatus);
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.TerminateInstanceAsync(id));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.RaiseEventAsync(id, "go"));
    }

    [Fact]
    public async Task Suspended_instance_keeps_events_until_it_is_resumed_also_across_a_crash()
    {
        var hub = TestEngine.NewHub();
        await using var first = await TestEngine.StartAsync(azurite, Waiting(), hub);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await first.Client.SuspendInstanceAsync(id, "a while");
        await first.Client.RaiseEventAsync(id, "go", "kept");
        first.Kill();

        await using var engine = await TestEngine.StartAsync(azurite, Waiting(), hub);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.SuspendInstanceAsync(id));
        await engine.Client.ResumeInstanceAsync(id);
        var done = await engine.EndOfAsync(id);

        Assert.Equal("kept", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Instance_scheduled_for_later_is_pending_until_then_also_across_a_crash()
    {
        var hub = TestEngine.NewHub();
        await using var first = await TestEngine.StartAsync(azurite, Waiting(), hub);
        await first.Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("later", TimeProvider.System.GetUtcNow().AddSeconds(1.5)));
        await first.Client.RaiseEventAsync("later", "go", "early");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await first.Client.GetInstanceAsync("later"))!.RuntimeStatus);
        first.Kill();

        await using var engine = await TestEngine.StartAsync(azurite, Waiting(), hub);
        var done = await engine.EndOfAsync("later");

        Assert.Equal("early", done.ReadOutputAs<string>());
        Assert.True(done.LastUpdatedAt - done.CreatedAt >= TimeSpan.FromSeconds(1.4), $"{done.LastUpdatedAt - done.CreatedAt}");
    }

    [Fact]
    public async Task Wait_for_an_instance_that_does_not_exist_yet_ends_with_it()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting());
        var waiting = engine.EndOfAsync("coming");
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("coming"));
        await engine.Client.RaiseEventAsync("coming", "go", "here");

        Assert.Equal("here", (await waiting.WaitAsync(TimeSpan.FromSeconds(20))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Query_pages_through_running_and_ended_instances_without_gap_or_repetition()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting().Orchestrator("Quick", _ => Task.FromResult<object?>("out")));
        var ids = Enumerable.Range(0, 25).Select(number => $"i{number:00}").ToList();
        foreach (var id in ids)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(id[^1] is '3' or '7' ? "Wait" : "Quick", id, new StartOrchestrationOptions(id));
        }

        await Task.WhenAll(ids.Where(id => id[^1] is not ('3' or '7')).Select(id => engine.EndOfAsync(id)));
        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in engine.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 4)).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal(ids, pages.SelectMany(page => page.Values).Select(instance => instance.InstanceId));
        Assert.All(pages, page => Assert.InRange(page.Values.Count, 1, 4));
        Assert.Equal(5, await CountAsync(engine, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(10, await CountAsync(engine, new OrchestrationQuery(InstanceIdPrefix: "i1")));
        Assert.Equal(0, await CountAsync(engine, new OrchestrationQuery(CreatedFrom: TimeProvider.System.GetUtcNow().AddHours(1))));
        await foreach (var instance in engine.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed], FetchInputsAndOutputs: true)))
        {
            Assert.Equal((instance.InstanceId, "out"), (instance.ReadInputAs<string>()!, instance.ReadOutputAs<string>()!));
        }
    }

    [Fact]
    public async Task Purge_removes_ended_instances_only()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting()
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Quick"))
            .Orchestrator("Quick", _ => Task.FromResult<object?>(new string('x', 800_000))));
        var running = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var parent = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await engine.EndOfAsync(parent);

        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync(running)).PurgedInstanceCount);
        Assert.Equal(2, (await engine.Client.PurgeInstanceAsync(parent, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
        Assert.Null(await engine.Client.GetInstanceAsync(parent));
        await engine.Client.TerminateInstanceAsync(running);
        await engine.EndOfAsync(running);
        var purged = await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Terminated]));
        Assert.Equal((1, true), (purged.PurgedInstanceCount, purged.IsComplete));
        Assert.Equal(0, await CountAsync(engine, new OrchestrationQuery()));
        Assert.Equal(0, await Leftovers.CountAsync(azurite, engine.Hub));
    }

    [Fact]
    public async Task Restart_runs_the_same_input_again()
    {
        await using var engine = await TestEngine.StartAsync(azurite, Waiting().Orchestrator("Echo", context => Task.FromResult<object?>(context.GetInput<string>())));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "again");
        await engine.EndOfAsync(id);

        var other = await engine.Client.RestartAsync(id, restartWithNewInstanceId: true);
        var done = await engine.EndOfAsync(other);

        Assert.NotEqual(id, other);
        Assert.Equal("again", done.ReadOutputAs<string>());
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.RestartAsync("nobody"));
        await Assert.ThrowsAsync<NotSupportedException>(() => engine.Client.RewindInstanceAsync(id, "no"));
    }

    private static async Task<int> CountAsync(TestEngine engine, OrchestrationQuery query)
    {
        var count = 0;
        await foreach (var _ in engine.Client.GetAllInstancesAsync(query))
        {
            count++;
        }

        return count;
    }

    private static DurableFunctionRegistry Waiting() => new DurableFunctionRegistry()
        .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("go"));
}
