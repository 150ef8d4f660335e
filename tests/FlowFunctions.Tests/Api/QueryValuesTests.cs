using FlowFunctions.Core.Documents;
using FlowFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Api;

/// <summary>Instants of a query: what is taken, and that nothing is guessed at.</summary>
public class QueryValuesTests
{
    private static readonly DateTimeOffset Absent = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-23T09:30:00Z", "2026-11-23T09:30:00.0000000")]
    [InlineData("2026-11-23T09:30:00.25Z", "2026-11-23T09:30:00.2500000")]
    [InlineData("2026-11-23T09:30:00.1234567+01:00", "2026-11-23T08:30:00.1234567")]
    [InlineData("2026-11-23T09:30-05:30", "2026-11-23T15:00:00.0000000")]
    [InlineData("2026-11-23T09:30:00", "2026-11-23T09:30:00.0000000")]
    [InlineData("2026-11-23", "2026-11-23T00:00:00.0000000")]
    public void Instant_of_ISO_8601_is_read_as_UTC(string text, string expected)
    {
        var (instant, problems) = Read($"?from={Uri.EscapeDataString(text)}");

        Assert.Empty(problems);
        Assert.Equal((expected, TimeSpan.Zero), ($"{instant:yyyy-MM-dd'T'HH:mm:ss.fffffff}", instant.Offset));
    }

    [Theory]
    [InlineData("1/2")]
    [InlineData("12:00")]
    [InlineData("11/23/2026")]
    [InlineData("2026-11")]
    [InlineData("2026-11-23 09:30:00Z")]
    [InlineData("23 November 2026")]
    [InlineData("2026-11-31T09:30:00Z")]
    [InlineData("2026-11-23T09:30:00+25:00")]
    [InlineData("")]
    [InlineData("tomorrow")]
    public void Anything_else_is_a_problem_and_as_if_it_were_left_out(string text)
    {
        var (instant, problems) = Read($"?from={Uri.EscapeDataString(text)}");

        Assert.Equal(Absent, instant);
        Assert.Equal("from", Assert.Single(problems).Path);
    }

    [Fact]
    public void Instant_is_given_once_or_left_out()
    {
        Assert.Equal("from", Assert.Single(Read("?from=2026-11-23&from=2026-11-24").Problems).Path);
        Assert.Equal((Absent, 0), (Read("").Instant, Read("").Problems.Count));
    }

    private static (DateTimeOffset Instant, List<Problem> Problems) Read(string query)
    {
        var problems = new List<Problem>();
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(query);
        return (QueryValues.ReadInstant(request, "from", Absent, problems), problems);
    }
}
