using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FlowFunctions.Cli.Definitions;

/// <summary>YAML as JSON's values, by YAML 1.2's core schema. JSON is YAML, and reads the same.</summary>
internal static partial class YamlNodes
{
    /// <summary>Aliases can make a small file huge; what a file of definitions needs is far below.</summary>
    private const int MostNodes = 500_000;

    /// <summary>The documents of a text with the lines where they begin; empty ones are left out.</summary>
    /// <exception cref="YamlException">It is no YAML, or means too much.</exception>
    public static IReadOnlyList<(JsonNode? Node, long Line)> Read(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        var count = 0;
        return [.. stream.Documents.Where(document => document.RootNode is not YamlScalarNode { Value: null or "" }).Select(document => (Convert(document.RootNode, ref count), document.RootNode.Start.Line))];
    }

    private static JsonNode? Convert(YamlNode node, ref int count)
    {
        if (++count > MostNodes)
            throw new YamlException(node.Start, node.End, $"The file has more than {MostNodes} values.");
        switch (node)
        {
            case YamlMappingNode mapping:
                var fields = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    var name = key is YamlScalarNode { Value: { } text } ? text : throw new YamlException(key.Start, key.End, "A name is a text.");
                    fields[name] = Convert(value, ref count);
                }

                return fields;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                    items.Add(Convert(item, ref count));
                return items;
            case YamlScalarNode scalar:
                return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value ?? "") : JsonValue.Create(scalar.Value ?? "");
            default:
                throw new YamlException(node.Start, node.End, "An alias that leads nowhere.");
        }
    }

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => JsonValue.Create(integer),
        _ when Number().IsMatch(text) => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    [GeneratedRegex(@"^[-+]?[0-9]{1,19}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
