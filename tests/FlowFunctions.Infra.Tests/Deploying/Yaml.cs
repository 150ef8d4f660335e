using YamlDotNet.RepresentationModel;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>Reads YAML files of the repository; looks into them by names, and finds null where there is nothing.</summary>
internal static class Yaml
{
    public static YamlNode Read(string path)
    {
        var yaml = new YamlStream();
        using var text = new StringReader(Infra.Read(path));
        yaml.Load(text);
        return yaml.Documents[0].RootNode;
    }

    public static YamlNode? At(this YamlNode? node, params string[] names)
    {
        foreach (var name in names)
        {
            node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;
        }

        return node;
    }

    public static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    public static IReadOnlyList<string> Names(this YamlNode? node) => node is YamlMappingNode mapping ? [.. mapping.Children.Keys.Select(key => key.Text()!)] : [];

    public static IReadOnlyList<YamlNode> Items(this YamlNode? node) =>
        node switch
        {
            YamlSequenceNode list => [.. list.Children],
            YamlMappingNode mapping => [.. mapping.Children.Values],
            _ => [],
        };
}
