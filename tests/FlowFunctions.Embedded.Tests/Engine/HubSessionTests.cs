using System.Collections.Immutable;
using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Instances;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

public class HubSessionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Instance_that_is_started_while_the_session_begins_has_one_loop()
    {
        var calls = 0;
        var functions = new DurableFunctionRegistry()
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Count"))
            .Activity<object>("Count", _ => Interlocked.Increment(ref calls));
        await using var engine = await TestEngine.StartAsync(azurite, functions);
        await engine.Engine.SessionAsync(CancellationToken.None);
        await using var session = new HubSession(engine.Engine.Parts);
        await session.LoadAsync(CancellationToken.None);

        // Its row is on its way when the session begins: the client had the session a moment before.
        var starting = session.TryStartAsync(NewRecord("early", engine.Engine.Parts.UtcNow));
        Assert.NotNull(session.Find("early"));
        session.Begin();

        var (runner, _) = await starting;
        var ended = await runner.Ended.WaitAsync(Wait.Patience);
        await session.Work.WhenIdleAsync().WaitAsync(Wait.Patience);
        Assert.Equal((OrchestrationRuntimeStatus.Completed, 1), (ended.Status, calls));
        Assert.False(session.Conflicted.IsCompleted);
    }

    private static ActiveRecord NewRecord(string id, DateTime now) => new(
        id, HubSession.NewExecutionId(), 0, "Call", string.Empty, null, ImmutableDictionary<string, string>.Empty, now, now, null, null, null, [],
        ImmutableDictionary<string, int>.Empty);
}
