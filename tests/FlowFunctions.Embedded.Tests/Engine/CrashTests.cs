using System.Collections.Concurrent;
using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

/// <summary>
/// A scenario is run once for each write that it makes, and killed just before or just after that write; then a second engine goes on. Writes are the
/// engine's only checkpoints: what lies between two of them is lost or kept as a whole.
/// </summary>
public class CrashTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("Chain")]
    [InlineData("Fan")]
    [InlineData("Parent")]
    [InlineData("Again")]
    [InlineData("Sender")]
    [InlineData("Timer")]
    public async Task Instance_killed_at_any_write_ends_as_if_it_had_not_been(string scenario)
    {
        var undisturbed = await RunAsync(scenario, 0, performIt: false);
        Assert.True(undisturbed.Writes >= 3, $"{scenario} made {undisturbed.Writes} writes");
        for (var write = 1; write <= undisturbed.Writes; write++)
        {
            foreach (var performIt in (bool[])[false, true])
            {
                var disturbed = await RunAsync(scenario, write, performIt);
                Assert.True(
                    undisturbed.Output == disturbed.Output,
                    $"{scenario} killed {(performIt ? "after" : "before")} write {write} of {undisturbed.Writes}: {disturbed.Output} instead of {undisturbed.Output}");
                Assert.True(
                    disturbed.Repeated.Count == 0,
                    $"{scenario} killed {(performIt ? "after" : "before")} write {write}: completed twice: {string.Join(", ", disturbed.Repeated)}");
            }
        }
    }

    private async Task<(string? Output, int Writes, IReadOnlyList<string> Repeated)> RunAsync(string scenario, int killAtWrite, bool performIt)
    {
        var hub = TestEngine.NewHub();
        var runs = new ConcurrentQueue<string>();
        var storage = new CrashSwitch { KillAtWrite = killAtWrite, PerformIt = performIt };
        await using var first = await TestEngine.StartAsync(azurite, Scenarios(runs), hub, storage, shutdownTimeout: TimeSpan.FromSeconds(5));
        using var patience = new CancellationTokenSource(Patience);
        var start = StartAsync(first, scenario, patience.Token);
        await Task.WhenAny(Task.WhenAll(start, EndedAsync(first, start, patience.Token)), storage.Killed);
        if (!storage.IsKilled)
        {
            await first.StopAsync();
            await using var reader = await TestEngine.StartAsync(azurite, Scenarios(runs), hub);
            var ended = await reader.Client.GetInstanceAsync("main", getInputsAndOutputs: true, patience.Token);
            return (ended!.SerializedOutput, storage.Writes, []);
        }

        var before = runs.ToList();
        await using var second = await TestEngine.StartAsync(azurite, Scenarios(runs), hub);

        // The client was told nothing: it asks whether its instance exists, and else starts it again, as anyone would.
        await StartAsync(second, scenario, patience.Token);
        var done = await second.Client.WaitForInstanceCompletionAsync("main", getInputsAndOutputs: true, patience.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);

        // What ran before the crash may run once more, where its end was not stored; no more than the one that was under way, or the fan's four.
        var repeated = runs.Skip(before.Count).Where(run => before.Contains(run, StringComparer.Ordinal)).ToList();
        var allowed = scenario == "Fan" ? 4 : 1;
        return (done.SerializedOutput, storage.Writes, repeated.Count <= allowed ? [] : repeated);
    }

    private static async Task StartAsync(TestEngine engine, string scenario, CancellationToken cancellationToken)
    {
        if (scenario == "Sender")
        {
            await StartIfMissingAsync(engine, "Receiver", "receiver", cancellationToken);
        }

        await StartIfMissingAsync(engine, scenario, "main", cancellationToken);
    }

    private static async Task StartIfMissingAsync(TestEngine engine, string orchestrator, string id, CancellationToken cancellationToken)
    {
        if (await engine.Client.GetInstanceAsync(id, cancellationToken) is null)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, new StartOrchestrationOptions(id), cancellationToken);
        }
    }

    private static async Task EndedAsync(TestEngine engine, Task start, CancellationToken cancellationToken)
    {
        await start;
        await engine.Client.WaitForInstanceCompletionAsync("main", cancellationToken);

        // The last writes follow the end that a client is told of.
        var session = await engine.Engine.SessionAsync(cancellationToken);
        await Wait.Until(() => session.Find("main") is null && session.Find("receiver") is null || engine.Storage.IsKilled);
    }

    private static DurableFunctionRegistry Scenarios(ConcurrentQueue<string> runs) => new DurableFunctionRegistry()
        .Orchestrator("Chain", async context =>
        {
            var text = "";
            for (var step = 0; step < 3; step++)
            {
                text = await context.CallActivityAsync<string>("Append", text);
            }

            return text;
        })
        .Orchestrator("Fan", async context => string.Join(',', await Task.WhenAll(
            Enumerable.Range(0, 4).Select(number => context.CallActivityAsync<string>("Append", $"{number}")))))
        .Orchestrator("Parent", async context =>
        {
            var one = await context.CallSubOrchestratorAsync<string>("Child", "1", new SubOrchestrationOptions(instanceId: "child"));
            return await context.CallSubOrchestratorAsync<string>("Child", one);
        })
        .Orchestrator("Child", async context => await context.CallActivityAsync<string>("Append", context.GetInput<string>()))
        .Orchestrator("Again", async context =>
        {
            var text = await context.CallActivityAsync<string>("Append", context.GetInput<string>() ?? "");
            if (text.Length < 3)
            {
                context.ContinueAsNew(text);
            }

            return text;
        })
        .Orchestrator("Sender", async context =>
        {
            context.SendEvent("receiver", "letter", "a");
            context.SendEvent("receiver", "letter", "b");
            await context.CallActivityAsync<string>("Append", "");
            context.SendEvent("receiver", "letter", "c");
            context.SendEvent("receiver", "end", context.InstanceId);
            return await context.WaitForExternalEvent<string>("answer");
        })
        .Orchestrator("Receiver", async context =>
        {
            // What is left of the letters when the end has come is counted too: a letter that came twice would show.
            var letters = context.GetInput<string>() ?? "";
            if (letters.Length == 1)
            {
                context.ContinueAsNew(letters + await context.WaitForExternalEvent<string>("letter"));
                return null;
            }

            letters += await context.WaitForExternalEvent<string>("letter");
            if (letters.Length < 3)
            {
                context.ContinueAsNew(letters);
                return null;
            }

            var sender = await context.WaitForExternalEvent<string>("end");
            var more = context.WaitForExternalEvent<string>("letter");
            letters += more.IsCompleted ? await more : "";
            context.SendEvent(sender, "answer", letters);
            return letters;
        })
        .Orchestrator("Timer", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(30), CancellationToken.None);
            var text = await context.CallActivityAsync<string>("Append", "");
            await context.CreateTimer(TimeSpan.FromMilliseconds(30), CancellationToken.None);
            return text;
        })
        .Activity<string>("Append", text =>
        {
            runs.Enqueue(text);
            return text + "x";
        });
}
