using System.Text.RegularExpressions;
using CsCheck;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores;

public class GlobTests
{
    [Theory]
    [InlineData("sales*.csv", "sales.csv", true)]
    [InlineData("sales*.csv", "sales-2026.csv", true)]
    [InlineData("sales*.csv", "Sales.csv", false)]
    [InlineData("sales*.csv", "sales/2026.csv", false)]
    [InlineData("sales?.csv", "sales.csv", false)]
    [InlineData("sales?.csv", "sales1.csv", true)]
    [InlineData("*/a*b*c", "x/a.bc.c", true)]
    [InlineData("*", "", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("in/*", "in/", false)]
    [InlineData("a[1].csv", "a1.csv", false)]
    public void Name_matches(string pattern, string name, bool matches) => Assert.Equal(matches, new Glob(pattern).Matches(name));

    [Fact]
    public void Match_is_what_the_regular_expression_says() =>
        Gen.Select(Text("ab/*?", 8), Text("ab/", 10)).Sample((pattern, name) =>
        {
            var regex = "^" + Regex.Escape(pattern).Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal) + "$";
            var expected = !name.EndsWith('/') && Regex.IsMatch(name, regex, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            Assert.Equal(expected, new Glob(pattern).Matches(name));
        });

    [Fact]
    public void Every_match_begins_with_the_prefix() => Gen.Select(Text("ab/*?", 6), Text("ab/", 6)).Sample((pattern, name) =>
    {
        var glob = new Glob(pattern);
        Assert.True(!glob.Matches(name) || name.StartsWith(glob.Prefix, StringComparison.Ordinal));
    });

    [Fact]
    public void Pattern_of_many_stars_takes_no_longer_than_pattern_by_name() =>
        Assert.False(new Glob(string.Concat(Enumerable.Repeat("*a", 400)) + "b").Matches(new string('a', 1000)));

    private static Gen<string> Text(string characters, int longest) =>
        Gen.Int[0, characters.Length - 1].Select(index => characters[index]).Array[0, longest].Select(text => new string(text));
}
