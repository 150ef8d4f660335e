using System.Text.Json.Nodes;
using FlowFunctions.Cli.Definitions;

namespace FlowFunctions.Cli.Tests.Definitions;

public class DifferencesTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "")]
    [InlineData("""{"a":1,"b":"x"}""", """{"a":2,"c":["y"]}""", "~ a: 1 -> 2|- b: \"x\"|+ c: [\"y\"]")]
    [InlineData("""{"e":{"url":"http://x?code=********&a=1"}}""", """{"e":{"url":"http://x?code=${SECRET}&a=1"}}""", "")]
    [InlineData("""{"e":{"url":"http://x?code=********&a=1"}}""", """{"e":{"url":"http://x?code=secret&a=2"}}""", "~ e.url: \"http://x?code=********&a=1\" -> \"http://x?code=secret&a=2\"")]
    [InlineData("""{"steps":[{"referrer":"A"},{"referrer":"B"}]}""", """{"steps":[{"referrer":"B","isSkipped":true},{"referrer":"A"},{"referrer":"C"}]}""", "+ steps[B].isSkipped: true|+ steps[C]: {\"referrer\":\"C\"}|~ steps (order): A, B -> B, A")]
    [InlineData("""{"list":[1,2]}""", """{"list":[2,1]}""", "~ list: [1,2] -> [2,1]")]
    public void Fields_that_differ_are_told_by_their_paths_and_secrets_are_not_compared(string before, string after, string lines) =>
        Assert.Equal(lines, string.Join('|', Differences.Between(JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject()).Select(difference => difference.Text)));
}
