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
            QueryValues.ReadNumber(request, "limit", DefaultLimit, 1, MaximumLimit, problems),
            QueryValues.ReadNumber(request, "offset", 0, 0, int.MaxValue, problems));
}
