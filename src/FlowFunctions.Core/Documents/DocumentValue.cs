using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.Core.Documents;

/// <summary>A value of a document. Each reading gives what was asked for, or null and a problem at the value's path.</summary>
internal sealed class DocumentValue(JsonElement element, DocumentPath path, ProblemCollector problems)
{
    public JsonValueKind Kind => element.ValueKind;

    /// <summary>Adds a problem that stands at this value.</summary>
    public void Refuse(string message) => problems.Add(path, message);

    public DocumentObject? AsObject(FieldNames fields) =>
        Is(JsonValueKind.Object, "an object") ? new DocumentObject(element, path, fields, problems) : null;

    /// <summary>The properties of an object whose names are the author's own, in the order of the document; a name may come twice.</summary>
    public IReadOnlyList<(string Name, DocumentValue Value)>? AsEntries() => Is(JsonValueKind.Object, "an object")
        ? [.. element.EnumerateObject().Select(property => (property.Name, new DocumentValue(property.Value, path.Property(property.Name), problems)))]
        : null;

    public IReadOnlyList<DocumentValue>? AsArray() => Is(JsonValueKind.Array, "an array")
        ? [.. element.EnumerateArray().Select((item, index) => new DocumentValue(item, path.Item(index), problems))]
        : null;

    public string? AsString() => Is(JsonValueKind.String, "a string") ? element.GetString() : null;

    /// <summary>A string of at most <paramref name="maximumLength"/> characters, counted as JSON Schema does: by Unicode code point.</summary>
    public string? AsString(int maximumLength)
    {
        if (AsString() is not { } text)
        {
            return null;
        }

        var length = text.Length <= maximumLength ? text.Length : text.EnumerateRunes().Count();
        if (length <= maximumLength)
        {
            return text;
        }

        Refuse(string.Create(CultureInfo.InvariantCulture, $"Must be at most {maximumLength} characters long, but is {length}."));
        return null;
    }

    public bool? AsBoolean() => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => RefuseType<bool>("true or false"),
    };

    /// <summary>A whole number that fits 64 bits and is written without fraction and exponent.</summary>
    public long? AsInteger() => Kind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out var number) => number,
        JsonValueKind.Number => RefuseValue<long>("Must be a whole number of at most 18 digits."),
        _ => RefuseType<long>("a whole number"),
    };

    /// <summary>A whole number within both bounds.</summary>
    public long? AsInteger(long minimum, long maximum) => AsInteger() is { } number
        ? number >= minimum && number <= maximum
            ? number
            : RefuseValue<long>(string.Create(CultureInfo.InvariantCulture, $"Must be from {minimum} to {maximum}, but is {number}."))
        : null;

    /// <summary>A number, whole or not, within both bounds; of more digits than a <see cref="double"/> has, the nearest.</summary>
    public double? AsNumber(double minimum, double maximum) => Kind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out var number) && number >= minimum && number <= maximum => number,
        JsonValueKind.Number => RefuseValue<double>(string.Create(CultureInfo.InvariantCulture, $"Must be from {minimum} to {maximum}.")),
        _ => RefuseType<double>("a number"),
    };

    /// <summary>What one of the given words stands for.</summary>
    public T? AsOneOf<T>(params ReadOnlySpan<(string Word, T Meaning)> choices)
        where T : struct
    {
        if (AsString() is not { } word)
        {
            return null;
        }

        foreach (var choice in choices)
        {
            if (choice.Word == word)
            {
                return choice.Meaning;
            }
        }

        var words = new List<string>();
        foreach (var choice in choices)
        {
            words.Add($"'{choice.Word}'");
        }

        return RefuseValue<T>($"Must be {OrList(words)}, but is {Quoted.Of(word)}.");
    }

    /// <summary>Checks that the value is the only one allowed.</summary>
    public void MustBe(string onlyValue) => AsOneOf((onlyValue, true));

    private static string OrList(List<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    private bool Is(JsonValueKind kind, string expected)
    {
        if (Kind == kind)
        {
            return true;
        }

        RefuseType<bool>(expected);
        return false;
    }

    private T? RefuseType<T>(string expected)
        where T : struct => RefuseValue<T>($"Must be {expected}, but is {Described(Kind)}.");

    private T? RefuseValue<T>(string message)
        where T : struct
    {
        Refuse(message);
        return null;
    }

    private static string Described(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
