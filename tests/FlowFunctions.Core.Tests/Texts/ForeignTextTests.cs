using System.Globalization;
using System.Text;
using CsCheck;
using FlowFunctions.Core.Texts;

namespace FlowFunctions.Core.Tests.Texts;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("5 of 7 rows, 20 % \u00a3 \u4e16\u754c \U0001F600", "5 of 7 rows, 20 % \u00a3 \u4e16\u754c \U0001F600")]
    [InlineData("a\tb\nc\rd\ve\ff\u0085g\u2028h\u2029i", "a b c d e f g h i")]
    [InlineData("\u001b[2J\u0007\u0000", "\ufffd[2J\ufffd\ufffd")]
    [InlineData("\u007f\u0080\u009b31m\u009f\u00a0", "\ufffd\ufffd\ufffd31m\ufffd\u00a0")]
    [InlineData("\u202a\u202b\u202c\u202d\u202e", "\ufffd\ufffd\ufffd\ufffd\ufffd")]
    [InlineData("\u2066\u2067\u2068\u2069", "\ufffd\ufffd\ufffd\ufffd")]
    [InlineData("\u2027\u202f\u2065\u206a\u200e\u200f\u200d", "\u2027\u202f\u2065\u206a\u200e\u200f\u200d")]
    public void What_acts_on_its_reader_is_replaced(string text, string clean) => Assert.Equal(clean, ForeignText.Clean(text));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        Assert.Equal("x \ufffd", ForeignText.Clean("x \ud83d"));
        Assert.Equal("\ufffdx", ForeignText.Clean("\ude00x"));
        Assert.Equal("\ufffd\ufffd", ForeignText.Clean("\ude00\ud83d"));
        Assert.Equal("\ufffd\U0001F600\ufffd", ForeignText.Clean("\ud83d\ud83d\ude00\ude00"));
    }

    [Fact]
    public void Clean_text_is_not_copied()
    {
        var text = new string('x', 10);

        Assert.Same(text, ForeignText.Clean(text));
        Assert.Same(text, ForeignText.Clean(text, 10));
    }

    [Theory]
    [InlineData("abcde", 5, "abcde")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("ab", 1, "…")]
    [InlineData("abc\U0001F600f", 5, "abc…")]
    [InlineData("abc\U0001F600f", 6, "abc\U0001F600f")]
    [InlineData("aae\u0301b", 3, "aa…")]
    [InlineData("aae\u0301bb", 5, "aae\u0301…")]
    [InlineData("\U0001F468\u200d\U0001F469\u200d\U0001F467xyz", 9, "\U0001F468\u200d\U0001F469\u200d\U0001F467…")]
    [InlineData("\U0001F468\u200d\U0001F469\u200d\U0001F467xyz", 8, "…")]
    [InlineData("a\u001b[31mb", 4, "a\ufffd[…")]
    public void Long_text_is_cut_between_characters(string text, int length, string cut) => Assert.Equal(cut, ForeignText.Clean(text, length));

    [Fact]
    public void Cut_text_has_at_least_one_character() => Assert.Throws<ArgumentOutOfRangeException>(() => ForeignText.Clean("a", 0));

    [Fact]
    public void Every_text_is_within_its_length_valid_and_without_controls() =>
        Gen.Select(Gen.Char.Array[0, 60].Select(chars => new string(chars)), Gen.Int[1, 70]).Sample((text, length) =>
        {
            var clean = ForeignText.Clean(text, length);
            return clean.Length <= length
                && clean.Length <= text.Length
                && !clean.Any(char.IsControl)
                && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean)) == clean
                && ForeignText.Clean(clean, length) == clean;
        });

    [Fact]
    public void Text_of_what_fits_is_only_replaced_one_for_one() =>
        Gen.Char.Array[0, 60].Select(chars => new string(chars)).Sample(text =>
            ForeignText.Clean(text) is var clean && clean.Length == text.Length && clean.Zip(text).All(pair => pair.First == pair.Second || pair.First is ' ' or '\ufffd'));

    [Fact]
    public void Text_that_is_one_endless_character_is_cut_before_it() => Assert.Equal("…", ForeignText.Clean("e" + new string('\u0301', 1_000_000), 100));
}
