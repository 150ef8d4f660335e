using System.Collections.Frozen;

namespace FlowFunctions.Core.Documents;

/// <summary>The fields that an object of a document may have, in camelCase. Each is known in snake_case as well.</summary>
internal sealed class FieldNames
{
    private readonly string[] _names;
    private readonly FrozenDictionary<string, string> _bySpelling;

    public FieldNames(params string[] names)
    {
        _names = names;
        _bySpelling = names.Concat(names.Select(Spelling.ToSnakeCase)).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(spelling => spelling, Spelling.ToCamelCase, StringComparer.Ordinal);
    }

    public int Count => _names.Length;

    /// <summary>The field's name in camelCase; null when there is no such field.</summary>
    public string? Find(string spelling) => _bySpelling.GetValueOrDefault(spelling);

    /// <summary>Says that the property is unknown, and which one was probably meant, in the spelling that its author uses.</summary>
    public string DescribeUnknown(string name) => NearestName.Of(name, _names) switch
    {
        null => $"Unknown property {Quoted.Of(name)}.",
        var near => $"Unknown property {Quoted.Of(name)}; did you mean '{(name.Contains('_', StringComparison.Ordinal) ? Spelling.ToSnakeCase(near) : near)}'?",
    };
}
