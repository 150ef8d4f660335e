using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

public class DurationWordsTests
{
    [Theory]
    [InlineData("00:00:00", "0 seconds")]
    [InlineData("00:00:00.0001", "0 seconds")]
    [InlineData("00:00:00.25", "250 milliseconds")]
    [InlineData("00:00:01", "1 second")]
    [InlineData("00:00:45", "45 seconds")]
    [InlineData("00:01:00", "1 minute")]
    [InlineData("01:30:00", "1 hour 30 minutes")]
    [InlineData("02:00:00", "2 hours")]
    [InlineData("1.00:00:00", "1 day")]
    [InlineData("2.03:04:05.006", "2 days 3 hours 4 minutes 5 seconds 6 milliseconds")]
    public void Of_names_the_units_that_are_not_zero(string duration, string words) => Assert.Equal(words, DurationWords.Of(TimeSpan.Parse(duration)));

    [Fact]
    public void Of_negative_throws() => Assert.Throws<ArgumentOutOfRangeException>(() => DurationWords.Of(TimeSpan.FromTicks(-1)));
}
