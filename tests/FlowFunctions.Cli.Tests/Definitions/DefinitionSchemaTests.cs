using System.Text.Json.Nodes;
using FlowFunctions.Cli.Definitions;
using Json.Schema;

namespace FlowFunctions.Cli.Tests.Definitions;

/// <summary>The tool's own check says the same as that of an editor.</summary>
public class DefinitionSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(DefinitionSchema.Text);

    [Theory]
    [InlineData("""{"kind":"connection","name":"A","type":"AmazonS3","bucketName":"b","secrets":{"accessKeyId":"X","secretAccessKey":"Y"}}""", true)]
    [InlineData("""{"kind":"connection","name":"A","type":"AmazonS4"}""", false)]
    [InlineData("""{"kind":"integration","name":"A","processId":1}""", true)]
    [InlineData("""{"kind":"integration","name":"A","processId":1.5}""", false)]
    [InlineData("""{"kind":"integration","name":"A","endpoint":{"url":"u","headers":{"X":"${Y}"}}}""", true)]
    [InlineData("""{"kind":"integration","name":"A","endpoint":{"url":"u","headers":{"X":1}}}""", false)]
    [InlineData("""{"kind":"flow","name":"A","timeout":"PT1H","steps":[{"referrer":"X"},{"referrer":"Y","retry":{"count":1,"coefficient":1.5}}]}""", true)]
    [InlineData("""{"kind":"flow","name":"A","timeout":"${TIMEOUT}","steps":[{"referrer":"X"},{"referrer":"Y","retry":{"count":1,"coefficient":2}}]}""", true)]
    [InlineData("""{"kind":"flow","name":"A","timeout":"1 hour","steps":[{"referrer":"X"},{"referrer":"Y"}]}""", false)]
    [InlineData("""{"kind":"flow","name":"A","steps":[{"referrer":"X"}]}""", false)]
    [InlineData("""{"kind":"flow","name":"A","steps":[{"referrer":"X"},{"referer":"Y"}]}""", false)]
    [InlineData("""{"kind":"flow","steps":[{"referrer":"X"},{"referrer":"Y"}]}""", false)]
    public void Tool_and_schema_agree(string document, bool isValid)
    {
        var node = JsonNode.Parse(document)!;

        Assert.Equal(isValid, Schema.Evaluate(System.Text.Json.JsonSerializer.SerializeToElement(node)).IsValid);
        Assert.Equal(isValid, !DefinitionSchema.Check((string)node["kind"]!, node).Any());
    }

    [Fact]
    public void Every_field_is_described()
    {
        var fields = new List<(string Path, JsonObject Field)>();
        Collect("", JsonNode.Parse(DefinitionSchema.Text)!, fields);

        Assert.NotEmpty(fields);
        Assert.All(fields, field => Assert.True(field.Field.ContainsKey("description") || field.Field.ContainsKey("$ref") || field.Field.ContainsKey("items"), field.Path));
    }

    private static void Collect(string path, JsonNode node, List<(string, JsonObject)> fields)
    {
        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (name == "properties")
                fields.AddRange(value!.AsObject().Select(field => ($"{path}.{field.Key}", field.Value!.AsObject())));
            if (value is JsonObject)
                Collect($"{path}.{name}", value, fields);
        }
    }
}
