using System.Globalization;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Imports;

namespace AnaplanSimulator.Data;

/// <summary>Whether a text is a value of a field.</summary>
internal static class FieldCheck
{
    /// <summary>Null where the text is a value, or empty: a field may be left unset.</summary>
    public static RowProblem? Find(FieldDefinition field, string text, ModelData data) => field.Format switch
    {
        _ when text.Length == 0 => null,
        FieldFormat.Number when !IsNumber(text) => new(ProblemType.NumberFormat, $"{field.Name}: invalid number", text),
        FieldFormat.Boolean when !IsBoolean(text) => new(ProblemType.BooleanFormat, $"{field.Name}: invalid boolean (true, false, yes, no, 1 or 0)", text),
        FieldFormat.Date when !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
            new(ProblemType.DateFormat, $"{field.Name}: invalid date (yyyy-MM-dd)", text),
        FieldFormat.Item when data.Lists[field.List!].Find(text) is null => new(ProblemType.InvalidListIdentifier, $"{field.Name}: item not found in list {field.List}", text),
        _ => null,
    };

    public static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsBoolean(string text) =>
        text is "1" or "0" || new[] { "true", "false", "yes", "no" }.Contains(text, StringComparer.OrdinalIgnoreCase);
}
