using System.Text.Json;

namespace FlowFunctions.Core.Documents;

/// <summary>An object of a document whose properties are matched with the fields it may have; those that do not match are reported when it is made.</summary>
internal sealed class DocumentObject
{
    private readonly DocumentPath _path;
    private readonly ProblemCollector _problems;
    private readonly Dictionary<string, (string Spelling, JsonElement Element)> _values;

    public DocumentObject(JsonElement element, DocumentPath path, FieldNames fields, ProblemCollector problems)
    {
        _path = path;
        _problems = problems;
        _values = new(fields.Count, StringComparer.Ordinal);
        var repeated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var spelling = property.Name;
            if (fields.Find(spelling) is not { } name)
            {
                problems.Add(path.Property(Spelling.ToCamelCase(spelling)), fields.DescribeUnknown, spelling);
            }
            else if (!_values.TryAdd(name, (spelling, property.Value)) && repeated.Add(name))
            {
                problems.Add(path.Property(name), DescribeRepeated(_values[name].Spelling, spelling));
            }
        }
    }

    /// <summary>Whether the field is there; its value may be null.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The field's value; null where it is absent or null, which mean the same: its default.</summary>
    public DocumentValue? Optional(string name) =>
        _values.TryGetValue(name, out var value) && value.Element.ValueKind != JsonValueKind.Null ? ValueOf(name, value.Element) : null;

    /// <summary>The field's value; null, with a problem, where it is absent. A value that is null comes back and is refused by what reads it.</summary>
    public DocumentValue? Required(string name)
    {
        if (_values.TryGetValue(name, out var value))
        {
            return ValueOf(name, value.Element);
        }

        _problems.Add(_path.Property(name), $"'{name}' is required.");
        return null;
    }

    private DocumentValue ValueOf(string name, JsonElement element) => new(element, _path.Property(name), _problems);

    private static string DescribeRepeated(string first, string second) => first == second
        ? $"'{first}' is given more than once."
        : $"Given both as '{first}' and as '{second}'; give one of them.";
}
