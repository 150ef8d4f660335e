using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.Infra.Tests.Template;

public class ResourceTypesTests
{
    public static TheoryData<string> Deployments => [.. Deployment.Names];

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Azure_knows_each_type_version_and_property_that_is_deployed(string deployment) =>
        Assert.Empty(Deployment.Named(deployment).Resources.SelectMany(resource => ResourceTypes.FaultsIn(JsonDocument.Parse(resource.Text).RootElement)));

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "2025-06-31", "{}", " is not known")]
    [InlineData("Microsoft.Authorization/locks", "2020-05-01", """{ "name": "keep", "properties": { "level": "Never" } }""", ".properties.level is 'Never', none of")]
    [InlineData("Microsoft.Authorization/locks", "2020-05-01", """{ "name": "keep", "properties": { "level": "ReadOnly", "why": "" } }""", ".properties has no why")]
    [InlineData("Microsoft.Authorization/locks", "2020-05-01", """{ "name": "keep", "properties": {} }""", ".properties lacks level")]
    [InlineData("Microsoft.Web/sites/config", "2025-03-01", """{ "name": "app/appsettngs" }""", ".name is 'appsettngs', none of")]
    public void What_azure_does_not_know_is_found(string type, string version, string resource, string fault)
    {
        var json = JsonNode.Parse(resource)!.AsObject();
        json["type"] = type;
        json["apiVersion"] = version;

        Assert.StartsWith($"{type}@{version}{fault}", Assert.Single(ResourceTypes.FaultsIn(JsonSerializer.SerializeToElement(json))), StringComparison.Ordinal);
    }
}
