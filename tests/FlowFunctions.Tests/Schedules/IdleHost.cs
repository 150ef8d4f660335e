using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Schedules;

/// <summary>
/// A host that has nothing to do until a schedule is due, at a full minute of the machine's clock, which the timer goes by. As that takes up to a minute and a
/// half, it waits beside the tests.
/// </summary>
public sealed class IdleHost(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>In which the host is told what is to run and then has nothing to do.</summary>
    private static readonly TimeSpan Preparation = TimeSpan.FromSeconds(20);

    /// <summary>How much later than its time the run started.</summary>
    internal Task<TimeSpan> Lateness { get; private set; } = Task.FromResult(TimeSpan.Zero);

    public ValueTask InitializeAsync()
    {
        Lateness = RunAsync();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await Lateness.ContinueWith(static _ => { }, TaskScheduler.Default);

    private async Task<TimeSpan> RunAsync()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}"""));
        await using var host = await ScheduledHost.StartAsync(azurite.NewAccount(), TimeProvider.System);
        var a = await host.CreateIntegrationAsync("a", $"{endpoint.Url}/a");
        var flow = await host.CreateFlowAsync("flow", a, await host.CreateIntegrationAsync("b", $"{endpoint.Url}/b"));
        var due = FullMinuteAfter(TimeProvider.System.GetUtcNow() + Preparation);
        await host.ScheduleAsync(flow, $$"""{"name":"Daily","type":"daily","timezone":"UTC","time":"{{due:HH:mm}}","startDate":"2026-01-01"}""");
        Assert.True(TimeProvider.System.GetUtcNow() < due.AddSeconds(-3), "The host took too long to take the schedule for this test.");

        var runs = await Wait.For(() => host.RunsAsync(flow), runs => runs is [{ Result.Success: true }], TimeSpan.FromMinutes(2));
        return runs[0].StartDate - due.UtcDateTime;
    }

    private static DateTimeOffset FullMinuteAfter(DateTimeOffset instant) =>
        new DateTimeOffset(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
}
