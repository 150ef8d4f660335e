using System.Text.Json.Nodes;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Tests.Output;

public class YamlTextTests
{
    [Fact]
    public void Characters_that_turn_directions_are_escaped_in_JSON_and_YAML_and_read_back_as_they_were()
    {
        var node = JsonNode.Parse("""{"name":"evil\u202efdp.exe","\u2067key":"a\u2069"}""")!;

        var (json, yaml) = (JsonText.Of(node), YamlText.Of(node));

        Assert.Equal("name: \"evil\\u202efdp.exe\"\n\"\\u2067key\": \"a\\u2069\"", yaml);
        Assert.DoesNotContain(json, character => character is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
        Assert.True(JsonNode.DeepEquals(node, JsonNode.Parse(json)));
    }

    [Fact]
    public void Values_are_quoted_where_they_would_read_as_something_else()
    {
        var node = JsonNode.Parse("""{"name":"Load Ümläut","digits":"0123","truth":"yes","time":"22:00","number":1.5,"none":null,"flag":true,"ids":["a","b"],"empty":[],"object":{},"lines":"a\nb","mask":"********","variable":"${NAME}","list":[{"a":1}]}""")!;

        Assert.Equal(
            """
            name: Load Ümläut
            digits: '0123'
            truth: 'yes'
            time: '22:00'
            number: 1.5
            none: null
            flag: true
            ids: [a, b]
            empty: []
            object: {}
            lines: "a\nb"
            mask: '********'
            variable: '${NAME}'
            list:
              - a: 1
            """,
            YamlText.Of(node));
    }
}
