using System.Globalization;
using System.Text.Json;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Reads the ids of a model's actions, files and processes.</summary>
internal static class ModelIds
{
    private const int MaximumLength = 18;

    /// <summary>Digits, from a number or a string of digits.</summary>
    public static string? Read(DocumentValue value)
    {
        var id = value.Kind == JsonValueKind.String ? value.AsString() : value.AsInteger()?.ToString(CultureInfo.InvariantCulture);
        if (id is null)
        {
            return null;
        }

        if (id.Length is 0 or > MaximumLength || !id.All(char.IsAsciiDigit))
        {
            value.Refuse($"Must be 1 to {MaximumLength} digits, as a number or a string, but is {Quoted.Of(id)}.");
            return null;
        }

        return id;
    }
}
