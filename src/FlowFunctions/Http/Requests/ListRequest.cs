using System.Globalization;
using FlowFunctions.Core.Documents;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>Which page a request asks for: <c>?limit=</c>, 1 to 5000, 100 unless given, and <c>?offset=</c>, 0 unless given.</summary>
internal sealed record ListRequest(int Limit, int Offset)
{
    public const int DefaultLimit = 100;
    public const int MaximumLimit = 5000;

    /// <exception cref="ApiException">400, with a problem for each parameter that cannot be.</exception>
    public static ListRequest Read(HttpRequest request)
    {
        var problems = new List<Problem>();
        var list = Read(request, problems);
        ApiError.ThrowIfAny(problems);
        return list;
    }

    /// <summary>Adds to <paramref name="problems"/>, for callers that read further parameters and report all at once.</summary>
    public static ListRequest Read(HttpRequest request, List<Problem> problems) =>
        new(
            ReadNumber(request, "limit", DefaultLimit, 1, MaximumLimit, problems),
            ReadNumber(request, "offset", 0, 0, int.MaxValue, problems));

    private static int ReadNumber(HttpRequest request, string name, int absent, int minimum, int maximum, List<Problem> problems)
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
}
