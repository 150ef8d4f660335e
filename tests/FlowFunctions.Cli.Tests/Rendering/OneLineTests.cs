using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Tests.Rendering;

public class OneLineTests
{
    [Theory]
    [InlineData("plain Ümläut 😀 שלום", "plain Ümläut 😀 שלום")]
    [InlineData("a\u001b[2Jb", "a [2Jb")]
    [InlineData("a\u009b2Jb", "a 2Jb")]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("a\u2028b\u2029c\u0085d", "a b c d")]
    [InlineData("evil\u202Efdp.exe", "evil fdp.exe")]
    [InlineData("a\u2066b\u2069c\u202Ad", "a b c d")]
    [InlineData("kept \uFFFD", "kept \uFFFD")]
    [InlineData(null, "")]
    public void Text_of_somebody_else_neither_steers_a_terminal_nor_turns_what_is_around_it(string? text, string shown) => Assert.Equal(shown, OneLine.Of(text));

    [Fact]
    public void Half_of_a_character_is_not_shown() => Assert.Equal("half", OneLine.Of("half " + "😀"[0]));

    [Fact]
    public void Lines_keep_their_indentation_and_lose_what_steers() => Assert.Equal("one\n  two  [31m\n", OneLine.Each("one\r\n  two\u202E\u001b[31m\n"));

    [Theory]
    [InlineData("abcdef", 6, true, "abcdef")]
    [InlineData("abcdef", 5, true, "abcd…")]
    [InlineData("abcdef", 5, false, "ab...")]
    [InlineData("abc😀def", 5, true, "abc…")]
    [InlineData("ab👩‍👩‍👧def", 6, true, "ab…")]
    public void Cut_never_divides_a_character(string text, int width, bool unicode, string shown) => Assert.Equal(shown, OneLine.Cut(text, width, unicode));

    [Fact]
    public void What_went_wrong_is_told_without_what_a_name_in_it_would_do() =>
        Assert.Equal("There is no ' [2Jx'. Look again.", new FlowsException("There is no '\u001b[2J\u202Ex'.".Replace("J\u202E", "J"), "Look again.").Text);
}
