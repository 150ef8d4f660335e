using Azure.Storage.Blobs;
using FlowFunctions.Embedded.Tests.Hosting.Durable;
using FlowFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Embedded.Tests.Hosting.Timers;

public sealed class TimerFunctionsTests(AzuriteFixture azurite)
{
    private readonly DurableCalls _calls = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero));
    private readonly string _hub = $"Timers{Guid.CreateVersion7():N}"[..30];

    [Fact]
    public async Task Function_runs_at_each_occurrence()
    {
        await using var host = await StartAsync("0 0 * * * *");
        await CallsAsync("at start status=False");
        await RecordedAsync();

        await AdvanceUntilCalledAsync("hourly late=False next=10:00");
        await AdvanceUntilCalledAsync("hourly late=False next=11:00");
    }

    [Fact]
    public async Task Occurrence_missed_in_downtime_runs_once_at_start()
    {
        await using (await StartAsync("0 0 * * * *"))
        {
            await RecordedAsync();
        }

        _time.Advance(TimeSpan.FromHours(5));
        await using var host = await StartAsync("0 0 * * * *");

        await CallsAsync("hourly late=True next=10:00");
        Assert.Single(_calls.All, call => call.StartsWith("hourly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Schedule_that_changed_in_downtime_begins_anew()
    {
        await using (await StartAsync("0 0 * * * *"))
        {
            await RecordedAsync();
        }

        _time.Advance(TimeSpan.FromHours(5));
        await using var host = await StartAsync("0 15 * * * *");

        await AdvanceUntilCalledAsync("hourly late=False next=15:15");
        Assert.DoesNotContain(_calls.All, call => call.Contains("late=True", StringComparison.Ordinal));
    }

    private Task CallsAsync(string call) => Wait.Until(() => _calls.All.Contains(call), describe: () => string.Join(", ", _calls.All));

    // The schedule is recorded in the background of a start.
    private Task RecordedAsync()
    {
        var status = new BlobClient(
            azurite.ConnectionString, "azure-webjobs-hosts", $"timers/{_hub}/{typeof(SampleTimerFunctions).FullName}.{nameof(SampleTimerFunctions.Hourly)}/status");
        return Wait.Until(async () => await status.ExistsAsync());
    }

    // The listener sets its timer some time after the call before: time goes on in small steps until it is seen.
    private Task AdvanceUntilCalledAsync(string call) =>
        Wait.Until(
            () =>
            {
                if (_calls.All.Contains(call))
                {
                    return true;
                }

                _time.Advance(TimeSpan.FromMinutes(1));
                return false;
            },
            describe: () => $"{_time.GetUtcNow():u}: {string.Join(", ", _calls.All)}");

    private Task<EmbeddedHost> StartAsync(string schedule) =>
        EmbeddedHost.RunAsync(
            [typeof(SampleTimerFunctions)],
            new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["Flows:TaskHub"] = _hub,
                ["Schedule"] = schedule,
            },
            builder => builder.Services.AddSingleton(_calls).AddSingleton<TimeProvider>(_time));
}
