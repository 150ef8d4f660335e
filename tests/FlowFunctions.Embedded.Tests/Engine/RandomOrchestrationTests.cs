using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

/// <summary>The law of durable execution: an orchestration that is killed again and again gives what it gives undisturbed.</summary>
public class RandomOrchestrationTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Random_orchestration_gives_the_same_with_crashes_as_without(int seed)
    {
        await using var undisturbed = await TestEngine.StartAsync(azurite, Functions());
        var expected = await RunAsync(undisturbed, seed);

        var hub = TestEngine.NewHub();
        var random = new Random(seed);
        OrchestrationMetadata? done = null;
        for (var life = 1; done is null; life++)
        {
            // After many deaths it is let live: each life must store something for the next to build on.
            var storage = new CrashSwitch { KillAtWrite = life > 12 ? 0 : random.Next(2, 9), PerformIt = random.Next(2) == 0 };
            await using var engine = await TestEngine.StartAsync(azurite, Functions(), hub, storage);
            var run = RunAsync(engine, seed);
            if (await Task.WhenAny(run, storage.Killed) == run)
            {
                done = await run;
                engine.Kill();
            }
        }

        Assert.Equal(expected.SerializedOutput, done.SerializedOutput);
        Assert.Equal(expected.SerializedCustomStatus, done.SerializedCustomStatus);
    }

    private static async Task<OrchestrationMetadata> RunAsync(TestEngine engine, int seed)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        if (await engine.Client.GetInstanceAsync("main", patience.Token) is null)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Random", new Plan(seed, 3, 3, 0), new StartOrchestrationOptions("main"), patience.Token);
        }

        return await engine.Client.WaitForInstanceCompletionAsync("main", getInputsAndOutputs: true, patience.Token);
    }

    private static DurableFunctionRegistry Functions() => new DurableFunctionRegistry()
        .Orchestrator("Random", async context =>
        {
            var plan = context.GetInput<Plan>()!;
            var random = new Random(plan.Seed);
            var sum = plan.Sum;
            for (var step = 0; step < 3; step++)
            {
                var calls = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Call(context, plan, random)).ToList();
                foreach (var result in await Task.WhenAll(calls))
                {
                    sum = unchecked((sum * 31) + result);
                }

                context.SetCustomStatus(sum);
            }

            if (plan.Generations > 0)
            {
                context.ContinueAsNew(plan with { Seed = random.Next(), Generations = plan.Generations - 1, Sum = sum });
            }

            return sum;
        })
        .Activity<int>("Square", number => number % 5 == 0 ? throw new TimeoutException($"{number}") : number * number);

    private static async Task<int> Call(TaskOrchestrationContext context, Plan plan, Random random)
    {
        var (kind, number) = (random.Next(4), random.Next(1000));
        switch (kind)
        {
            case 0 when plan.Depth > 0:
                return await context.CallSubOrchestratorAsync<int>("Random", new Plan(number, plan.Depth - 2, 0, number));
            case 1:
                await context.CreateTimer(TimeSpan.FromMilliseconds(number % 20), CancellationToken.None);
                return number;
            default:
                try
                {
                    return await context.CallActivityAsync<int>("Square", number);
                }
                catch (TaskFailedException failed)
                {
                    return int.Parse(failed.FailureDetails.ErrorMessage);
                }
        }
    }

    private sealed record Plan(int Seed, int Depth, int Generations, int Sum);
}
