using System.Text.Json.Nodes;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Tests.Output;

public class YamlTextTests
{
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
