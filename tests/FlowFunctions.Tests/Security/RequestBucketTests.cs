using FlowFunctions.Security;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Security;

/// <summary>Who shares a bucket of requests with whom, and how long one waits.</summary>
public class RequestBucketTests
{
    [Fact]
    public void Bucket_is_one_for_each_key_each_user_and_each_address()
    {
        using var rate = Rate(TimeSpan.FromHours(1));
        Func<string, TimeSpan?>[] kinds = [rate.TakeForKey, rate.TakeForUser, rate.TakeForStranger];

        Assert.All(kinds, take => Assert.All(["a", "b", "A"], name => Assert.Null(take(name))));
        Assert.All(kinds, take => Assert.All(["a", "b", "A"], name => Assert.NotNull(take(name))));
    }

    [Fact]
    public void Name_that_looks_like_another_kind_s_has_a_bucket_of_its_own()
    {
        using var rate = Rate(TimeSpan.FromHours(1));

        Assert.Null(rate.TakeForUser("a"));
        Assert.Null(rate.TakeForUser("user:a"));
        Assert.Null(rate.TakeForStranger("user:a"));
        Assert.Null(rate.TakeForUser("address:user:a"));
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(3_600_000, 3600)]
    public void Wait_is_until_the_bucket_fills_and_a_second_at_least(int milliseconds, int seconds)
    {
        using var rate = Rate(TimeSpan.FromMilliseconds(milliseconds));
        var wait = rate.TakeForKey("a");
        while (wait is null)
        {
            wait = rate.TakeForKey("a");
        }

        Assert.Equal(seconds, wait.Value.TotalSeconds);
    }

    [Fact]
    public void Bucket_holds_what_is_configured()
    {
        using var rate = Rate(TimeSpan.FromHours(1), burst: 3);

        Assert.All([1, 2, 3], _ => Assert.Null(rate.TakeForKey("a")));
        Assert.NotNull(rate.TakeForKey("a"));
    }

    [Fact]
    public void Buckets_end_with_what_counts_them()
    {
        var rate = Rate(TimeSpan.FromHours(1));
        rate.Dispose();

        Assert.Throws<ObjectDisposedException>(() => rate.TakeForKey("a"));
    }

    [Fact]
    public void Rate_is_by_default_500_a_second_and_5000_at_once()
    {
        var options = new RateLimitOptions();

        Assert.Equal((500, TimeSpan.FromSeconds(1), 5000), (options.Tokens, options.Period, options.Burst));
    }

    [Theory]
    [InlineData("Tokens", "1", true)]
    [InlineData("Tokens", "0", false)]
    [InlineData("Tokens", "1000001", false)]
    [InlineData("Period", "00:00:00.1", true)]
    [InlineData("Period", "00:00:00.0999", false)]
    [InlineData("Period", "01:00:00", true)]
    [InlineData("Period", "01:00:00.001", false)]
    [InlineData("Burst", "500", true)]
    [InlineData("Burst", "499", false)]
    [InlineData("Burst", "1000000", true)]
    [InlineData("Burst", "1000001", false)]
    public void Rate_has_its_bounds(string name, string value, bool isTaken)
    {
        var options = new RateLimitOptions();
        var property = typeof(RateLimitOptions).GetProperty(name)!;
        property.SetValue(
            options, System.ComponentModel.TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(value));

        Assert.Equal(isTaken, !options.Faults().Any(fault => fault.StartsWith($"Security:RateLimit:{name} is ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Fault_of_a_bucket_says_what_it_may_hold() => Assert.Equal(
        ["Security:RateLimit:Burst is 9; set it between Tokens, which is 10, and 1000000."],
        new RateLimitOptions { Tokens = 10, Burst = 9 }.Faults());

    [Fact]
    public void Validation_lists_every_fault()
    {
        var options = new SecurityOptions
        {
            RateLimit = new() { Tokens = 0, Period = TimeSpan.Zero, Burst = -1 },
            EntraId = new() { Roles = { ["Flows.All"] = "root" } },
        };

        Assert.Equal(
            ["EntraId:Roles:Flows.All", "RateLimit:Tokens", "RateLimit:Period", "RateLimit:Burst"],
            options.Faults().Select(fault => fault["Security:".Length..].Split(' ')[0]));
    }

    [Theory]
    [InlineData(10, 9, false)]
    [InlineData(10, 10, true)]
    [InlineData(1_000_000, 1_000_000, true)]
    [InlineData(1, 1_000_001, false)]
    public void Bucket_holds_at_least_what_it_is_filled_with(int tokens, int burst, bool isValid) =>
        Assert.Equal(isValid, !new SecurityOptions { RateLimit = new() { Tokens = tokens, Burst = burst } }.Faults().Any());

    private static RequestRate Rate(TimeSpan period, int burst = 1) =>
        new(Options.Create(new SecurityOptions { RateLimit = new() { Tokens = 1, Period = period, Burst = burst } }));
}
