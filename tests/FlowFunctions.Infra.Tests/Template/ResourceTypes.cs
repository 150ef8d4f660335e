using System.Text.Json;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;

namespace FlowFunctions.Infra.Tests.Template;

/// <summary>The types and API versions of Azure's resources, as the Bicep compiler ships them.</summary>
internal static class ResourceTypes
{
    private static readonly AzTypeLoader Loader = new();
    private static readonly Lazy<IReadOnlyDictionary<string, Azure.Bicep.Types.CrossFileTypeReference>> Index = new(() => Loader.LoadTypeIndex().Resources);

    /// <summary>A sentence for each thing that Azure does not know, or does not take, of a resource.</summary>
    public static IEnumerable<string> FaultsIn(JsonElement resource)
    {
        var type = $"{resource.GetProperty("type").GetString()}@{resource.GetProperty("apiVersion").GetString()}";
        if (!Index.Value.TryGetValue(type, out var reference))
        {
            return [$"{type} is not known"];
        }

        // A snapshot says where a resource is, too; and of the name of a child, which has the parents' before it, the type is of the last part.
        var sent = resource.EnumerateObject().Where(property => property.Name is not ("id" or "type" or "apiVersion")).ToDictionary(property => property.Name, property => property.Value);
        if (sent.TryGetValue("name", out var name) && !name.GetString()!.StartsWith('['))
        {
            sent["name"] = JsonSerializer.SerializeToElement(name.GetString()!.Split('/')[^1]);
        }

        return TypeFaults.In(JsonSerializer.SerializeToElement(sent), Loader.LoadResourceType(reference).Body.Type, type);
    }
}
