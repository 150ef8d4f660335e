using FlowFunctions.Health;
using FlowFunctions.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace FlowFunctions.Tests.Health;

public sealed class OutageWatchTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly ServiceHealth _health;
    private readonly OutageWatch _watch;
    private volatile bool _fails;
    private int _looks;

    public OutageWatchTests()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().Add(new("one", new ProbeCheck(ProbeAsync), HealthStatus.Unhealthy, tags: null, timeout: null));
        _health = new(services.BuildServiceProvider().GetRequiredService<HealthCheckService>(), new DurableHub(), _time, NullLogger<ServiceHealth>.Instance);
        _watch = new(_health, _time);
    }

    [Fact]
    public async Task Second_outage_tells_since_its_own_beginning_where_nobody_asked_between_the_two()
    {
        await _watch.StartAsync(CancellationToken.None);
        _fails = true;
        Assert.Equal(Start, await SinceAsync());

        _fails = false;
        await LookAgainAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _fails = true;

        Assert.Equal(_time.GetUtcNow(), await SinceAsync());
    }

    [Fact]
    public async Task Outage_that_goes_on_keeps_its_beginning_and_is_looked_at_again_and_again()
    {
        await _watch.StartAsync(CancellationToken.None);
        _fails = true;
        await SinceAsync();

        await LookAgainAsync();
        await LookAgainAsync();

        Assert.Equal(Start, await SinceAsync());
    }

    [Fact]
    public async Task Nobody_looks_while_all_is_well()
    {
        await _watch.StartAsync(CancellationToken.None);
        await SinceAsync();

        _time.Advance(TimeSpan.FromHours(1));
        await SinceAsync();

        Assert.Equal(2, Volatile.Read(ref _looks));
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
    }

    private async Task<DateTimeOffset?> SinceAsync() => Assert.Single(await _health.ReadAsync(_client.Object, CancellationToken.None)).Since;

    /// <summary>Lets time pass until the watch has looked.</summary>
    private async Task LookAgainAsync()
    {
        var seen = Volatile.Read(ref _looks);
        await Wait.Until(() =>
        {
            // Its delay may begin only after the reading that it follows.
            _time.Advance(TimeSpan.FromSeconds(1));
            return Volatile.Read(ref _looks) > seen;
        });

        // Its reading is the latest, and still under way perhaps: who asks now gets that one.
        await SinceAsync();
    }

    private Task ProbeAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _looks);
        return _fails ? Task.FromException(new TimeoutException("test")) : Task.CompletedTask;
    }
}
