using System.Text.Json.Nodes;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Tests.Definitions;

public class YamlNodesTests
{
    [Theory]
    [InlineData("a: 1\nb: 1.5\nc: true\nd: ~\ne: 'yes'\nf: 2026-12-01\ng: 22:00\nh: yes\n", """{"a":1,"b":1.5,"c":true,"d":null,"e":"yes","f":"2026-12-01","g":"22:00","h":"yes"}""")]
    [InlineData("a: &x [1]\nb: *x\n", """{"a":[1],"b":[1]}""")]
    [InlineData("""{"a": "\u00fc", "b": [1, null]}""", """{"a":"ü","b":[1,null]}""")]
    public void Values_read_as_JSONs(string yaml, string json) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), YamlNodes.Read(yaml).Single().Node));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    public void Nothing_is_no_document(string yaml) => Assert.Empty(YamlNodes.Read(yaml));

    [Theory]
    [InlineData("yes")]
    [InlineData("0123")]
    [InlineData("1e3")]
    [InlineData("-")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData(" spaced ")]
    [InlineData("line\nline\ttab")]
    [InlineData("'quoted' \"twice\"")]
    [InlineData("${NAME}")]
    [InlineData("********")]
    [InlineData("@at `tick` %percent")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("日本語 – ü")]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("<<")]
    [InlineData("a - b")]
    [InlineData("trailing:")]
    public void Every_text_that_is_written_reads_back(string text)
    {
        var node = new JsonObject { ["key"] = text, ["list"] = new JsonArray(text, text) };

        Assert.True(JsonNode.DeepEquals(node, YamlNodes.Read(YamlText.Of(node)).Single().Node), YamlText.Of(node));
    }
}
