using System.Globalization;
using FlowFunctions.Core.Documents;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>Reads single parameters of a query. What cannot be is a problem under the parameter's name, and the value is then as if it were left out.</summary>
internal static class QueryValues
{
    private static readonly string[] InstantForms =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    public static int ReadNumber(HttpRequest request, string name, int absent, int minimum, int maximum, List<Problem> problems)
    {
        var values = request.Query[name];
        if (values.Count == 0)
        {
            return absent;
        }

        if (values.Count == 1
            && int.TryParse(values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= maximum)
        {
            return number;
        }

        var range = maximum == int.MaxValue ? $"a whole number, {minimum} or more" : $"a whole number from {minimum} to {maximum}";
        problems.Add(new(name, $"Must be {range}, once, but is '{values}'."));
        return absent;
    }

    /// <summary>An instant in ISO 8601, as its extended format has it: a day, or a day and a time, with an offset or in UTC where it has none. No other form is guessed at.</summary>
    public static DateTimeOffset ReadInstant(HttpRequest request, string name, DateTimeOffset absent, List<Problem> problems)
    {
        var values = request.Query[name];
        if (values.Count == 0)
        {
            return absent;
        }

        if (values.Count == 1 && DateTimeOffset.TryParseExact(values[0], InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return instant.ToUniversalTime();
        }

        problems.Add(new(name, $"Must be an instant in ISO 8601, such as '2026-11-23T09:30:00Z', once, but is '{values}'."));
        return absent;
    }

    /// <summary>True or false; false where it is left out.</summary>
    public static bool ReadFlag(HttpRequest request, string name, List<Problem> problems)
    {
        var values = request.Query[name];
        if (values is [] or ["true" or "false"])
        {
            return values == "true";
        }

        problems.Add(new(name, $"Must be 'true' or 'false', once, but is '{values}'."));
        return false;
    }
}
