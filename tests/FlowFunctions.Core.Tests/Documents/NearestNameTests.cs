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
    [InlineData("anme", "name")]
    [InlineData("ecxeptoinBehavoir", "exceptionBehavior")]
    [InlineData("ecxeptoinBeahvoir", null)]
    public void Of_gives_the_known_name_that_is_near(string name, string? nearest) => Assert.Equal(nearest, NearestName.Of(name, Known));

    [Fact]
    public void Of_a_name_finds_those_within_the_edits_that_their_length_allows()
    {
        var names = Gen.Char["abc"].Array[1, 10].Select(letters => new string(letters));
        Gen.Select(names, names).Sample((name, known) => Assert.Equal(
            Edits(name, known) <= Math.Clamp(known.Length / 3, 1, 3) ? known : null, NearestName.Of(name, [known])), iter: 5000);
    }

    [Theory]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(41)]
    public void Of_a_name_of_40_letters_at_most_is_looked_for(int length)
    {
        var name = new string('n', length);

        Assert.Equal(length <= 40 ? name : null, NearestName.Of(name, [name]));
    }

    [Theory]
    [InlineData("d-e-p-e-n-d-s-o-n")]
    [InlineData("_d_e_p_e_n_d_s_o_n")]
    public void Of_a_name_looks_at_its_letters_alone(string name) => Assert.Equal("dependsOn", NearestName.Of(name, ["dependsOn"]));

    [Fact]
    public void Of_a_name_of_one_letter_is_near_one_without_any() => Assert.Equal("_", NearestName.Of("a", ["_"]));

    [Fact]
    public void Of_prefers_the_nearer() => Assert.Equal("dependsOn", NearestName.Of("dependOn", ["dependUpon", "dependsOn"]));

    [Fact]
    public void Of_a_known_name_with_one_edit_finds_it() =>
        Gen.Select(Gen.Int[0, 100], Gen.Char['a', 'z']).Sample((place, letter) =>
            Assert.Equal("exceptionBehavior", NearestName.Of("exceptionBehavior".Insert(place % 17, letter.ToString()), Known)));

    [Fact]
    public void Of_a_very_long_name_is_nothing() => Assert.Null(NearestName.Of(new string('n', 100_000), Known));

    // By the definition of the distance (optimal string alignment), from the ends of both texts.
    private static int Edits(string a, string b)
    {
        var known = new Dictionary<(int, int), int>();
        return Of(a.Length, b.Length);

        int Of(int i, int j)
        {
            if (i == 0 || j == 0)
            {
                return i + j;
            }

            if (!known.TryGetValue((i, j), out var edits))
            {
                var isSwapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                edits = Math.Min(
                    Math.Min(Of(i - 1, j) + 1, Of(i, j - 1) + 1),
                    Math.Min(Of(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1), isSwapped ? Of(i - 2, j - 2) + 1 : int.MaxValue));
                known[(i, j)] = edits;
            }

            return edits;
        }
    }
}
