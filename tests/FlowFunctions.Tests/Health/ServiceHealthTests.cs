using FlowFunctions.Health;
using FlowFunctions.Testing;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace FlowFunctions.Tests.Health;

public sealed class ServiceHealthTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly DurableTaskClient _client = new Mock<DurableTaskClient>("test").Object;

    [Fact]
    public async Task Reading_is_given_out_for_a_second()
    {
        var runs = 0;
        var health = Of(_ => Task.FromResult(++runs));

        await ReadAsync(health);
        _time.Advance(ServiceHealth.Freshness - TimeSpan.FromMilliseconds(1));
        await ReadAsync(health);
        Assert.Equal(1, runs);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await ReadAsync(health);

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task All_who_ask_at_the_same_time_share_one_reading()
    {
        var runs = 0;
        var gate = new TaskCompletionSource();
        var health = Of(async _ =>
        {
            Interlocked.Increment(ref runs);
            await gate.Task;
        });

        var asked = Enumerable.Range(0, 50).Select(_ => ReadAsync(health)).ToList();
        gate.SetResult();
        await Task.WhenAll(asked);

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Caller_who_goes_away_takes_the_reading_from_nobody()
    {
        var gate = new TaskCompletionSource();
        var health = Of(_ => gate.Task);
        using var gone = new CancellationTokenSource();

        var first = health.ReadAsync(_client, gone.Token);
        var second = ReadAsync(health);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.Null(await second);
    }

    [Fact]
    public async Task Failing_check_tells_since_when_until_it_passes()
    {
        var fails = true;
        var health = Of(_ => fails ? Task.FromException(new TimeoutException("secret detail")) : Task.CompletedTask);

        var first = await health.ReadAsync(_client, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(5));
        var later = await health.ReadAsync(_client, CancellationToken.None);
        fails = false;
        _time.Advance(TimeSpan.FromMinutes(5));
        var passing = await health.ReadAsync(_client, CancellationToken.None);
        fails = true;
        _time.Advance(TimeSpan.FromMinutes(5));
        var again = await health.ReadAsync(_client, CancellationToken.None);

        Assert.Equal([Start, Start, null, Start + TimeSpan.FromMinutes(15)], [first[0].Since, later[0].Since, passing[0].Since, again[0].Since]);
        Assert.Equal("No answer within 1 second.", first[0].Problem);
    }

    [Fact]
    public async Task Check_that_hangs_is_given_up_in_time()
    {
        var health = Of(token => Task.Delay(Timeout.InfiniteTimeSpan, token), patience: TimeSpan.FromMilliseconds(50));

        var reading = await health.ReadAsync(_client, CancellationToken.None).WaitAsync(Wait.Patience);

        Assert.Equal("No answer within 1 second.", Assert.Single(reading).Problem);
    }

    /// <summary>The host tells of the task hub by gRPC; a call that the check's end cancels comes back as one of its faults.</summary>
    [Theory]
    [InlineData(StatusCode.Cancelled, "No answer within 1 second.")]
    [InlineData(StatusCode.DeadlineExceeded, "No answer within 1 second.")]
    [InlineData(StatusCode.Unavailable, "It does not answer.")]
    [InlineData(StatusCode.Unknown, "It does not answer.")]
    public async Task Task_hub_that_is_away_is_called_so(StatusCode status, string problem) =>
        Assert.Equal(problem, await ReadAsync(Of(_ => Task.FromException(new RpcException(new Status(status, "secret detail"))))));

    private async Task<string?> ReadAsync(ServiceHealth health) => Assert.Single(await health.ReadAsync(_client, CancellationToken.None)).Problem;

    private ServiceHealth Of(Func<CancellationToken, Task> probe, TimeSpan? patience = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().Add(new("one", new ProbeCheck(probe), HealthStatus.Unhealthy, tags: null, patience));
        return new(services.BuildServiceProvider().GetRequiredService<HealthCheckService>(), new DurableHub(), _time, NullLogger<ServiceHealth>.Instance);
    }
}
