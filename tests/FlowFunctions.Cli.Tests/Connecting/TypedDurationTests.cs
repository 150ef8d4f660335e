using FlowFunctions.Cli.Connecting;

namespace FlowFunctions.Cli.Tests.Connecting;

public class TypedDurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172_800)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5s", 1.5)]
    [InlineData("PT5M", 300)]
    public void Durations_read_as_people_type_them(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), TypedDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("5 m")]
    [InlineData("m")]
    [InlineData("31d")]
    [InlineData("P1")]
    [InlineData("tomorrow")]
    public void What_is_none_is_null(string text) => Assert.Null(TypedDuration.Parse(text));
}
