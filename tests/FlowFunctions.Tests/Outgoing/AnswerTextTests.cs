using System.Text;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>What bytes are as text: a mark decides, then the charset that is named, then UTF-8.</summary>
public sealed class AnswerTextTests
{
    [Theory]
    [InlineData("FFFE0000 41000000", "A")]
    [InlineData("0000FEFF 00000041", "A")]
    [InlineData("EFBBBF C3A9", "é")]
    [InlineData("FFFE E900", "é")]
    [InlineData("FEFF 00E9", "é")]
    [InlineData("EFBB", "\uFFFD")]
    public void Mark_decides_and_is_no_part_of_the_text(string bytes, string text)
    {
        Assert.Equal(text, AnswerText.Decode(Bytes(bytes), null));
        Assert.Equal(bytes == "EFBB" ? "ï»" : text, AnswerText.Decode(Bytes(bytes), "iso-8859-1"));
    }

    [Theory]
    [InlineData(null, "C3A9", "é")]
    [InlineData("", "C3A9", "é")]
    [InlineData(" ", "C3A9", "é")]
    [InlineData("utf-8", "C3A9", "é")]
    [InlineData("iso-8859-1", "E9", "é")]
    [InlineData("\"ISO-8859-1\"", "E9", "é")]
    [InlineData("'iso-8859-1'", "E9", "é")]
    [InlineData(" iso-8859-1 ", "E9", "é")]
    [InlineData("windows-1252", "80", "€")]
    [InlineData("shift_jis", "82A0", "あ")]
    [InlineData("utf-16", "E900", "é")]
    [InlineData("utf-7", "2B414F6B2D", "+AOk-")]
    [InlineData("nobody-knows", "C3A9", "é")]
    [InlineData("a charset of \"many\" words", "C3A9", "é")]
    [InlineData(null, "FF", "\uFFFD")]
    public void Charset_is_that_of_the_content_type_where_it_is_known(string? charset, string bytes, string text) =>
        Assert.Equal(text, AnswerText.Decode(Bytes(bytes), charset));

    private static byte[] Bytes(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));
}
