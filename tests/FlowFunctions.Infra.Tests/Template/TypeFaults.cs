using System.Globalization;
using System.Text.Json;
using Azure.Bicep.Types.Concrete;

namespace FlowFunctions.Infra.Tests.Template;

/// <summary>
/// What is wrong with a value by the type that Azure's API specifications give it, as the compiler's own package of types has them. The compiler looks at the template before it is evaluated,
/// and takes what functions make for anything; here are the values that would be sent. An expression that is only known when it is deployed is taken for right.
/// </summary>
internal static class TypeFaults
{
    public static IEnumerable<string> In(JsonElement value, TypeBase type, string path) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith('[') ? []
        : value.ValueKind == JsonValueKind.Null ? []
        : type switch
        {
            ObjectType any when any.Properties.Count == 0 && any.AdditionalProperties is null => [],
            ObjectType described => InObject(value, described.Properties, described.AdditionalProperties?.Type, path),
            DiscriminatedObjectType choice => InChoice(value, choice, path),
            ArrayType list => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, index) => In(item, list.ItemType.Type, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]")))
                : [$"{path} is no list"],
            UnionType union => InUnion(value, union, path),
            StringLiteralType literal => Is(value, JsonValueKind.String) && value.GetString() == literal.Value ? [] : [$"{path} is '{value}' and not '{literal.Value}'"],
            StringType text => InText(value, text, path),
            IntegerType number => InNumber(value, number, path),
            BooleanType => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [$"{path} is neither true nor false"],
            _ => [],
        };

    private static IEnumerable<string> InObject(JsonElement value, IReadOnlyDictionary<string, ObjectTypeProperty> properties, TypeBase? others, string path)
    {
        if (!Is(value, JsonValueKind.Object))
        {
            return [$"{path} is no object"];
        }

        var missing = properties
            .Where(property => property.Value.Flags.HasFlag(ObjectTypePropertyFlags.Required) && !property.Value.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly))
            .Where(property => !value.TryGetProperty(property.Key, out _))
            .Select(property => $"{path} lacks {property.Key}");
        var given = value.EnumerateObject().SelectMany(property =>
            properties.TryGetValue(property.Name, out var known)
                ? known.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly) && !known.Flags.HasFlag(ObjectTypePropertyFlags.Identifier) && !known.Flags.HasFlag(ObjectTypePropertyFlags.DeployTimeConstant)
                    ? [$"{path}.{property.Name} can only be read"]
                    : In(property.Value, known.Type.Type, $"{path}.{property.Name}")
                : others is not null ? In(property.Value, others, $"{path}.{property.Name}") : [$"{path} has no {property.Name}"]);
        return missing.Concat(given);
    }

    private static IEnumerable<string> InChoice(JsonElement value, DiscriminatedObjectType choice, string path) =>
        !Is(value, JsonValueKind.Object) || !value.TryGetProperty(choice.Discriminator, out var kind) ? [$"{path} lacks {choice.Discriminator}"]
        : choice.Elements.TryGetValue(kind.GetString()!, out var element) && element.Type is ObjectType chosen
            ? InObject(
                value,
                choice.BaseProperties.Concat(chosen.Properties).GroupBy(property => property.Key).ToDictionary(group => group.Key, group => group.Last().Value),
                chosen.AdditionalProperties?.Type,
                path)
            : [$"{path}.{choice.Discriminator} is '{kind}', none of {string.Join(", ", choice.Elements.Keys)}"];

    /// <summary>Where the known values are listed, any other text is allowed too, for later ones: not here, where it would be a misspelt one.</summary>
    private static IEnumerable<string> InUnion(JsonElement value, UnionType union, string path)
    {
        var known = union.Elements.Select(element => element.Type).OfType<StringLiteralType>().Select(literal => literal.Value).ToList();
        return union.Elements.Where(element => known.Count == 0 || element.Type is not StringType).Any(element => !In(value, element.Type, path).Any())
            ? []
            : [$"{path} is '{value}', none of {string.Join(", ", known)}"];
    }

    private static IEnumerable<string> InText(JsonElement value, StringType text, string path) =>
        !Is(value, JsonValueKind.String) ? [$"{path} is no text"]
        : value.GetString()!.Length < text.MinLength ? [$"{path} is shorter than {text.MinLength}"]
        : value.GetString()!.Length > text.MaxLength ? [$"{path} is longer than {text.MaxLength}"]
        : [];

    private static IEnumerable<string> InNumber(JsonElement value, IntegerType number, string path) =>
        !Is(value, JsonValueKind.Number) ? [$"{path} is no number"]
        : value.GetInt64() < number.MinValue ? [$"{path} is less than {number.MinValue}"]
        : value.GetInt64() > number.MaxValue ? [$"{path} is more than {number.MaxValue}"]
        : [];

    private static bool Is(JsonElement value, JsonValueKind kind) => value.ValueKind == kind;
}
