using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace AnaplanSimulator.Http;

/// <summary>The shapes that the service's answers have in common.</summary>
internal static class Answers
{
    /// <summary>One object under its name.</summary>
    public static IResult Of(string name, object value) => new JsonAnswer(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["meta"] = new { schema = Schema(name) },
        ["status"] = new { code = 200, message = "Success" },
        [name] = value,
    });

    /// <summary>A page of a list under its name, as limit and offset of the query ask for it; without them, all of it.</summary>
    /// <param name="request">The request, whose query counts.</param>
    /// <param name="name">The name of the list, such as files.</param>
    /// <param name="items">The whole list.</param>
    /// <param name="pageSize">The most that a page has, whatever the query says; null: no limit.</param>
    public static IResult Page<T>(HttpRequest request, string name, IReadOnlyList<T> items, int? pageSize = null)
    {
        var offset = Number(request.Query["offset"]) ?? 0;
        var limit = Math.Min(Number(request.Query["limit"]) ?? int.MaxValue, pageSize ?? int.MaxValue);
        List<T> page = [.. items.Skip(offset).Take(limit)];
        var next = offset + page.Count < items.Count
            ? UriHelper.BuildAbsolute(request.Scheme, request.Host, path: request.Path, query: new QueryString($"?offset={offset + page.Count}&limit={limit}"))
            : null;
        return new JsonAnswer(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["meta"] = new { paging = new { currentPageSize = page.Count, totalSize = items.Count, offset, next }, schema = Schema(name) },
            ["status"] = new { code = 200, message = "Success" },
            [name] = page,
        });
    }

    public static IResult Error(int code, string message) => new JsonAnswer(new { status = new { code, message } }, code);

    /// <summary>A duration in whole seconds, rounded up: who waits so long has waited long enough.</summary>
    public static string Seconds(TimeSpan duration) => Math.Ceiling(duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Schema(string name) => $"https://api.anaplan.com/2/0/objects/{name}";

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
