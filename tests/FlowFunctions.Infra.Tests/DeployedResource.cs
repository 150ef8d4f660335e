using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.Infra.Tests;

/// <summary>A resource as it would be deployed.</summary>
internal sealed class DeployedResource(JsonElement json)
{
    public string Id => json.GetProperty("id").GetString()!;

    public string Type => json.GetProperty("type").GetString()!;

    public string Name => json.GetProperty("name").GetString()!;

    public string Text => json.GetRawText();

    /// <summary>The value at a path of names and indexes such as <c>properties.rules.0.name</c>; an undefined element where there is none.</summary>
    public JsonElement At(string path)
    {
        var element = json;
        foreach (var name in path.Split('.'))
        {
            if (int.TryParse(name, CultureInfo.InvariantCulture, out var index))
            {
                if (index >= element.GetArrayLength())
                {
                    return default;
                }

                element = element[index];
            }
            else if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }

        return element;
    }

    public string? TextAt(string path) => At(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public bool? FlagAt(string path) =>
        At(path).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    public override string ToString() => $"{Type} {Name}";
}
