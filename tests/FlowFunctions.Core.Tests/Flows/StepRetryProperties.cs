using System.Text.Json;
using CsCheck;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class StepRetryProperties
{
    [Fact]
    public void Waits_begin_with_the_back_off_and_grow_by_the_coefficient_to_their_maximum() => AnyRetry.Gen.Sample(retry =>
    {
        var waits = Enumerable.Range(1, retry.Count).Select(retry.DelayBefore).ToList();

        Assert.Equal(retry.Backoff, waits[0]);
        Assert.All(waits, wait => Assert.InRange(wait, retry.Backoff, retry.MaxBackoff));
        Assert.All(
            waits.Zip(waits.Skip(1)),
            pair => Assert.Equal(Math.Min(retry.MaxBackoff.TotalMilliseconds, pair.First.TotalMilliseconds * retry.Coefficient), pair.Second.TotalMilliseconds, 0.01));
    });

    [Fact]
    public void Retry_survives_the_json_of_a_snapshot() =>
        AnyRetry.Gen.Sample(retry => Assert.Equal(retry, JsonSerializer.Deserialize<StepRetry>(JsonSerializer.Serialize(retry))));

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(7, 1920)]
    [InlineData(8, 3600)]
    [InlineData(10, 3600)]
    public void Wait_of_a_retry_with_the_defaults_doubles_to_an_hour(int retry, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new StepRetry { Count = 10 }.DelayBefore(retry));

    [Fact]
    public void Wait_before_the_first_try_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new StepRetry { Count = 1 }.DelayBefore(0));
}
