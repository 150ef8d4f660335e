using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Documents;

/// <summary>Each rule of how a document is read and quoted at its bound: the last value on one side, and the first on the other.</summary>
public class DocumentLimitsTests
{
    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    public void Quotation_has_64_characters(int length, bool isShortened)
    {
        var text = new string('a', length);

        Assert.Equal(isShortened ? $"{new string('a', 64)}…" : text, Quoted.Shorten(text));
        Assert.Equal(isShortened ? $"[\"{new string('a', 64)}…\"]" : text, DocumentPath.Root.Property(text).ToString());
    }

    [Theory]
    [InlineData("a\tb", "a\\u0009b")]
    [InlineData("\u202E", "\\u202e")]
    [InlineData("\u2028", "\\u2028")]
    [InlineData("\u2029", "\\u2029")]
    [InlineData("\"", "\\u0022")]
    [InlineData("\\", "\\u005c")]
    [InlineData("!#[] é文😀", "!#[] é文😀")]
    public void Quotation_has_nothing_that_a_terminal_would_act_on(string text, string quoted)
    {
        Assert.Equal(quoted, Quoted.Shorten(text));
        Assert.Equal($"'{quoted}'", Quoted.Of(text));
    }

    [Theory]
    [InlineData("", "[\"\"]")]
    [InlineData("a", "a")]
    [InlineData("A_$9", "A_$9")]
    [InlineData("_", "_")]
    [InlineData("9", "[\"9\"]")]
    [InlineData("a-b", "[\"a-b\"]")]
    [InlineData("é", "[\"é\"]")]
    public void Name_of_a_path_is_quoted_where_it_is_no_identifier(string name, string path)
    {
        Assert.Equal(path, DocumentPath.Root.Property(name).ToString());
        Assert.Equal(
            $"a[7]{(path.StartsWith('[') ? "" : ".")}{path}", DocumentPath.Root.Property("a").Item(7).Property(name).ToString());
    }

    [Fact]
    public void Path_of_the_document_is_empty_and_that_of_its_item_has_no_name()
    {
        Assert.Empty(DocumentPath.Root.ToString());
        Assert.Equal("[0][1]", DocumentPath.Root.Item(0).Item(1).ToString());
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, "line 1, position 1")]
    [InlineData(new byte[] { 0x20, 0x0A, 0xC3, 0xA9, 0xFF }, "line 2, position 3")]
    [InlineData(new byte[] { 0x20, 0xC3 }, "line 1, position 2")]
    public void Bytes_that_are_no_UTF_8_are_told_where(byte[] document, string place) =>
        Assert.Equal($"The document is not valid UTF-8 at {place}.", JsonSyntax.FindFault(document));

    [Theory]
    [InlineData("", "The document is empty; it must be a JSON object.")]
    [InlineData(" \t\r\n", "The document is empty; it must be a JSON object.")]
    [InlineData("?", "The document is not valid JSON at line 1, position 1.")]
    [InlineData("{\n\n }?", "The document is not valid JSON at line 3, position 3.")]
    [InlineData("{}\n\n1", "Nothing may follow the document's object (line 3, position 1).")]
    [InlineData("{\n?", "The document is not valid JSON at line 2, position 1.")]
    [InlineData("{} {}", "Nothing may follow the document's object (line 1, position 4).")]
    [InlineData("[] 1", "Nothing may follow the document's object (line 1, position 4).")]
    [InlineData("1\n2", "Nothing may follow the document's object (line 2, position 1).")]
    [InlineData("{/**/}", "Comments are not allowed (line 1, position 2).")]
    [InlineData("{}//", "Comments are not allowed (line 1, position 3).")]
    [InlineData("[\"\\ud83d\\ude00\",{\"a\":[{}]}]", null)]
    [InlineData("[\"\\ude00\"]", "A \\u escape is half of a surrogate pair (line 1, position 2).")]
    public void Document_that_is_no_JSON_is_told_why_and_where(string document, string? fault) =>
        Assert.Equal(fault, JsonSyntax.FindFault(Encoding.UTF8.GetBytes(document)));

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, "The document is nested more than 32 levels deep (line 1, position 33).")]
    public void Document_is_nested_32_levels_deep_at_most(int depth, string? fault) =>
        Assert.Equal(fault, JsonSyntax.FindFault(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))));

    [Theory]
    [InlineData("workspace_i", "; did you mean 'workspace_id'?")]
    [InlineData("workspaceI", "; did you mean 'workspaceId'?")]
    [InlineData("Name", "; did you mean 'name'?")]
    [InlineData("else", ".")]
    public void Field_that_is_unknown_is_told_in_the_spelling_of_its_author(string name, string meant)
    {
        var fields = new FieldNames("name", "workspaceId");

        Assert.Null(fields.Find(name));
        Assert.Equal(("workspaceId", "workspaceId"), (fields.Find("workspace_id"), fields.Find("workspaceId")));
        Assert.Equal($"Unknown property '{name}'{meant}", fields.DescribeUnknown(name));
    }

    // A character outside the first plane is two in UTF-16, and one to people.
    [Theory]
    [InlineData("n", 200, 0, null)]
    [InlineData("n", 201, 0, "Must be at most 200 characters long, but is 201.")]
    [InlineData("😀", 200, 0, null)]
    [InlineData("😀", 201, 0, "Must be at most 200 characters long, but is 201.")]
    [InlineData("n", 200, 1, null)]
    [InlineData("n", 0, 1, "Must not be empty.")]
    [InlineData("n\\u0007", 1, 0, "Must not contain control characters.")]
    [InlineData("n\\u202e", 1, 0, "Must not contain line separators, or characters that turn the direction of the text around them.")]
    [InlineData("n\\u2067m", 1, 0, "Must not contain line separators, or characters that turn the direction of the text around them.")]
    [InlineData("n\\u2028m", 1, 0, "Must not contain line separators, or characters that turn the direction of the text around them.")]
    [InlineData("\\u200fשלום", 1, 0, null)]
    public void Name_is_counted_in_characters_without_the_spaces_around_it(string letter, int times, int spaces, string? message)
    {
        var around = new string(' ', spaces);
        var name = around + string.Concat(Enumerable.Repeat(letter, times)) + around;
        var document = Encoding.UTF8.GetBytes($"{{'name':'{name}','endpoint':{{'url':'http://a'}}}}".Replace('\'', '"'));

        Assert.Equal(
            message is null ? [] : [new Problem("name", message)], IntegrationInputReader.Read(document).Problems);
    }
}
