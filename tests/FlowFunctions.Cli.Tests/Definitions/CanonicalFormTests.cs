using System.Text.Json.Nodes;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Tests.Definitions;

public class CanonicalFormTests
{
    [Theory]
    [InlineData("""{"kind":"flow","name":"A","nuxVisible":false,"timeout":"PT60M","steps":[{"referrer":"X","dependsOn":[],"isSkipped":false,"exceptionBehavior":[{"type":"partial_success","strategy":"continue"},{"type":"failure","strategy":"stop"}],"retry":{"count":3,"backoff":"PT30S","coefficient":2,"maxBackoff":"PT60M"}},{"referrer":"Y","dependsOn":["Z","X"]}]}""", """{"name":"A","timeout":"PT1H","steps":[{"referrer":"X","retry":{"count":3}},{"referrer":"Y","dependsOn":["X","Z"]}]}""")]
    [InlineData("""{"kind":"integration","name":"A","workspaceId":"","modelId":"","processId":118000000003,"idempotent":false}""", """{"name":"A","processId":"118000000003"}""")]
    [InlineData("""{"kind":"integration","name":"A","endpoint":{"url":"u","method":"POST","headers":{},"secretName":null,"timeout":"PT1800S","pollInterval":"PT5S"}}""", """{"name":"A","endpoint":{"url":"u"}}""")]
    [InlineData("""{"kind":"integration","name":"A","schedule":{"type":"weekly","daysOfWeek":[5,1],"status":"enabled","endDate":null}}""", """{"name":"A","schedule":{"type":"weekly","daysOfWeek":[1,5]}}""")]
    [InlineData("""{"kind":"connection","name":"A","type":"AzureBlob","authMethod":"SAS-based","secrets":{"sasToken":"X"}}""", """{"name":"A","type":"AzureBlob"}""")]
    public void What_means_the_same_has_one_form(string document, string form)
    {
        var content = JsonNode.Parse(document)!.AsObject();
        var kind = Kind.All.Single(known => known.Word == (string?)content["kind"]);

        var canonical = CanonicalForm.Of(new Definition(kind, "A", content, "here"));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(form), canonical), canonical.ToJsonString());
    }
}
