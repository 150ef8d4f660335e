using System.Globalization;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Tests.Outgoing;

public sealed class RetryAfterHeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1", 1)]
    [InlineData(" 7 ", 7)]
    [InlineData("3599", 3599)]
    [InlineData("3600", 3600)]
    [InlineData("3601", 3600)]
    [InlineData("2147483647", 3600)]
    [InlineData("2147483648", 3600)]
    [InlineData("99999999999999999999", 3600)]
    [InlineData("Tue, 24 Nov 2026 08:00:01 GMT", 1)]
    [InlineData("Tue, 24 Nov 2026 09:00:00 GMT", 3600)]
    [InlineData("Tue, 24 Nov 2026 09:00:01 GMT", 3600)]
    public void Wish_is_followed_for_up_to_an_hour(string value, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfterHeader.Read(value, Now));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("5 seconds")]
    [InlineData("soon")]
    [InlineData("Tue, 24 Nov 2026 08:00:00 GMT")]
    [InlineData("Mon, 23 Nov 2026 08:00:01 GMT")]
    public void What_asks_for_now_or_cannot_be_understood_is_no_wish(string value) => Assert.Null(RetryAfterHeader.Read(value, Now));

    [Fact]
    public void First_of_many_values_counts_and_none_is_no_wish()
    {
        using var answer = new HttpResponseMessage();
        Assert.Null(RetryAfterHeader.Read(answer.Headers, Now));

        answer.Headers.TryAddWithoutValidation("Retry-After", ["9", "5"]);
        Assert.Equal(TimeSpan.FromSeconds(9), RetryAfterHeader.Read(answer.Headers, Now));
    }

    [Fact]
    public void Hour_is_the_longest_that_a_service_can_ask_for() =>
        Assert.Equal("01:00:00", RetryAfterHeader.Longest.ToString("c", CultureInfo.InvariantCulture));
}
