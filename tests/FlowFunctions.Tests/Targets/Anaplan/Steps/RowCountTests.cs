using System.Text;
using CsCheck;
using FlowFunctions.Targets.Anaplan.Steps;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

public sealed class RowCountTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Code", 1)]
    [InlineData("Code\n", 1)]
    [InlineData("Code\nP1", 2)]
    [InlineData("Code\r\nP1\r\n", 2)]
    [InlineData("Code\n\n", 2)]
    [InlineData("Code,Name\nP1,\"two\nlines\"\nP2,b\n", 3)]
    [InlineData("Code,Name\nP1,\"a \"\"quoted\"\"\nword\"\n", 2)]
    [InlineData("Code,Name\nP1,\"never ended\n\n", null)]
    [InlineData("C\0o\0d\0e\0\n\0", null)]
    public void Rows_end_with_line_ends_outside_of_quotes(string text, int? rows) => Assert.Equal(rows, default(RowCount).With(Encoding.UTF8.GetBytes(text)).Rows);

    /// <summary>A source comes in chunks, which end anywhere.</summary>
    [Fact]
    public void Rows_are_the_same_however_the_text_is_cut() => Gen.Select(Gen.Int[0, 3].Select(kind => "\"\na,"[kind]).Array[0, 40], Gen.Int[0, 40]).Sample((characters, cut) =>
    {
        var text = Encoding.UTF8.GetBytes(characters);
        var at = Math.Min(cut, text.Length);

        Assert.Equal(default(RowCount).With(text), default(RowCount).With(text.AsSpan(0, at)).With(text.AsSpan(at)));
    });

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(2, 3, true)]
    [InlineData(1, 3, false)]
    [InlineData(4, 3, false)]
    [InlineData(null, 3, false)]
    [InlineData(3, null, false)]
    public void Service_counts_all_rows_or_all_but_the_header(int? told, int? rows, bool mayBe) => Assert.Equal(mayBe, RowCount.MayBe(told, rows));
}
