using Azure.Data.Tables;
using CsCheck;
using FlowFunctions.Storage;

namespace FlowFunctions.Tests.Storage;

public class LongTextTests
{
    [Fact]
    public void Text_of_any_length_is_read_back()
    {
        var texts = Gen.Select(Gen.Int[0, LongText.PartLength * 3], Gen.OneOf("x", "é", "🚀", "ab🚀"), (length, unit) => string.Concat(Enumerable.Repeat(unit, (length / unit.Length) + 1)));

        texts.Sample(
            text =>
            {
                var row = new TableEntity("p", "r");
                LongText.Write(row, "Text", text);
                var parts = row.Where(property => property.Key.StartsWith("Text", StringComparison.Ordinal)).Select(property => (string)property.Value);
                return LongText.Read(row, "Text") == text
                    && parts.All(part => part.Length <= LongText.PartLength && !char.IsLowSurrogate(part[0]) && !char.IsHighSurrogate(part[^1]));
            },
            iter: 100);
    }

    [Fact]
    public void Empty_text_is_not_null()
    {
        var row = new TableEntity("p", "r");
        LongText.Write(row, "Text", "");

        Assert.Equal("", LongText.Read(row, "Text"));
        Assert.Null(LongText.Read(row, "Other"));
    }

    [Fact]
    public void Text_over_the_limit_is_refused() =>
        Assert.Throws<DocumentTooLargeException>(() => LongText.Write(new TableEntity("p", "r"), "Text", new string('x', LongText.MaximumLength + 1)));
}
