using System.Globalization;
using AnaplanSimulator;
using AnaplanSimulator.Tasks;
using FlowFunctions.Steps;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>
/// A step whose process is killed at each of its requests in turn, before it is sent and after it was answered, and which another process then moves on:
/// the model sees each task once and whole files, and the outcome is that of a step that nothing happened to, unless nobody can know.
/// </summary>
public abstract class StepCrashTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int MostRequests = 100;

    private protected ModelScope Scope { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Scope = await ModelScope.StartAsync(
        azurite.ConnectionString,
        new SimulatorSettings { Tasks = new TaskTiming { Duration = TimeSpan.FromMilliseconds(20) }, DownloadChunkSize = 1000 });

    public async ValueTask DisposeAsync()
    {
        await Scope.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <param name="work">What the step does.</param>
    /// <param name="afterAnswer">See <see cref="CrashSwitch"/>.</param>
    /// <param name="check">Is given what was done and how the step ended.</param>
    /// <param name="earlier">The action, which has run before; the model begins anew each time. Null: it goes on as it is.</param>
    private protected async Task KillAtEachAsync(AnaplanWork work, bool afterAnswer, Func<string, StepReport, Task> check, string? earlier)
    {
        for (var request = 1; request <= MostRequests; request++)
        {
            if (earlier is not null)
            {
                await Scope.Simulator.ResetAsync();
                await Scope.HasRunAsync(earlier);
            }

            var call = Scope.Call(work);
            var what = string.Create(CultureInfo.InvariantCulture, $"killed {(afterAnswer ? "after the answer to" : "before")} request {request}");
            try
            {
                await using var doomed = await Scope.StartProcessAsync(new CrashSwitch(request, afterAnswer));
                await check($"not {what}", await doomed.RunAsync(call));
                Assert.True(request > 5, "A step has more requests than that.");
                return;
            }
            catch (CrashException)
            {
                // It looks for so long for what it may have started.
                await using var next = await Scope.StartProcessAsync(("Targets:Anaplan:LostStartPatience", "00:00:02"));
                await check(what, await next.RunAsync(call));
            }
        }

        Assert.Fail($"The step has more than {MostRequests} requests.");
    }
}
