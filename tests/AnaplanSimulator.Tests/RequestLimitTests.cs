using System.Net;

namespace AnaplanSimulator.Tests;

public sealed class RequestLimitTests
{
    [Fact]
    public void Limit_is_600_a_minute_unless_set() => Assert.Equal(600, new SimulatorSettings().RequestsPerMinute);

    [Fact]
    public async Task Request_over_the_limit_is_answered_429_with_the_seconds_to_wait()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { RequestsPerMinute = 2 });
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));
        simulator.Time.Advance(TimeSpan.FromSeconds(20.5));
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));

        using var refused = await simulator.SendAsync(HttpMethod.Get, TestModel.Path + "/files");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter!.Delta);
        simulator.Time.Advance(refused.Headers.RetryAfter.Delta!.Value);
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));
    }

    [Fact]
    public async Task Limit_is_each_users_own_and_counts_all_the_users_tokens()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { RequestsPerMinute = 1 });
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));

        await simulator.LogInAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, await simulator.StatusAsync(HttpMethod.Get, "/files"));

        await simulator.LogInAsync(TestModel.OtherUser, "b");
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));
    }
}
