using CsCheck;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Tests.Documents;

public class NearestNameTests
{
    private static readonly string[] Known = ["name", "dependsOn", "url", "exceptionBehavior"];

    [Theory]
    [InlineData("nam", "name")]
    [InlineData("naem", "name")]
    [InlineData("NAME", "name")]
    [InlineData("na", null)]
    [InlineData("uri", "url")]
    [InlineData("ur", "url")]
    [InlineData("u", null)]
    [InlineData("depends_on", "dependsOn")]
    [InlineData("dependson", "dependsOn")]
    [InlineData("depend", "dependsOn")]
    [InlineData("depen", null)]
    [InlineData("behavior", null)]
    [InlineData("", null)]
    public void Of_gives_the_known_name_that_is_near(string name, string? nearest) => Assert.Equal(nearest, NearestName.Of(name, Known));

    [Fact]
    public void Of_prefers_the_nearer() => Assert.Equal("dependsOn", NearestName.Of("dependOn", ["dependUpon", "dependsOn"]));

    [Fact]
    public void Of_a_known_name_with_one_edit_finds_it() =>
        Gen.Select(Gen.Int[0, 100], Gen.Char['a', 'z']).Sample((place, letter) =>
            Assert.Equal("exceptionBehavior", NearestName.Of("exceptionBehavior".Insert(place % 17, letter.ToString()), Known)));

    [Fact]
    public void Of_a_very_long_name_is_nothing() => Assert.Null(NearestName.Of(new string('n', 100_000), Known));
}
