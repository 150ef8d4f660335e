using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.LocalHost.Tests;

public sealed class CountdownTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Countdown _countdown;

    public CountdownTests() => _countdown = new(TimeSpan.FromSeconds(5), _time);

    [Fact]
    public async Task What_one_does_not_need_the_next_one_has()
    {
        Assert.True(await _countdown.EndsAsync(Task.CompletedTask, reserve: TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((3, 2, 0), (_countdown.Left.TotalSeconds, _countdown.LeftBefore(TimeSpan.FromSeconds(1)).TotalSeconds, _countdown.LeftBefore(TimeSpan.FromSeconds(4)).TotalSeconds));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.Zero, _countdown.Left);
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_left()
    {
        var ending = _countdown.EndsAsync(new TaskCompletionSource().Task, reserve: TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.False(await ending);
    }

    [Fact]
    public async Task Fault_of_what_has_ended_is_its_waiters()
    {
        var fault = await Assert.ThrowsAsync<TimeoutException>(() => _countdown.EndsAsync(Task.FromException(new TimeoutException("Its own.")), reserve: TimeSpan.Zero));

        Assert.Equal("Its own.", fault.Message);
    }
}
