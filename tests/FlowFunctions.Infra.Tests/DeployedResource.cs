using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.Infra.Tests;

/// <summary>A resource as it would be deployed.</summary>
internal sealed class DeployedResource(JsonElement json)
{
    public string Id => json.GetProperty("id").GetString()!;

    public string Type => json.GetProperty("type").GetString()!;

    public string Name => json.GetProperty("name").GetString()!;

    public string ApiVersion => json.GetProperty("apiVersion").GetString()!;

    /// <summary>The type of the resource that this one extends, such as what a role is assigned on; null for one that stands by itself.</summary>
    public string? Scope
    {
        get
        {
            // An id is that of the resource, with what extends it behind; or, where a name is only known when it is deployed, the function that makes it.
            var scope = Id.Split('\'') is ["[extensionResourceId(", var first, ..] ? first : Id[..Id.LastIndexOf("/providers/", StringComparison.Ordinal)];
            return scope.LastIndexOf("/providers/", StringComparison.Ordinal) is var provider and >= 0
                ? string.Join('/', scope[(provider + "/providers/".Length)..].Split('/').Where((_, index) => index == 0 || index % 2 == 1))
                : null;
        }
    }

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
