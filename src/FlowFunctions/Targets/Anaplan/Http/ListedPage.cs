using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>One page of a list.</summary>
/// <param name="Items">What could be read.</param>
/// <param name="NextQuery">The query of the next page; null where this is the last.</param>
/// <param name="Total">How many items the whole list has; null where the service does not say.</param>
internal sealed record ListedPage<T>(IReadOnlyList<T> Items, string? NextQuery, long? Total)
    where T : class
{
    /// <param name="answer">The service's.</param>
    /// <param name="name">Of the list's field.</param>
    /// <param name="read">Reads an item; null leaves it out.</param>
    /// <param name="mayBeAbsent">Whether an empty list need not be there.</param>
    /// <exception cref="JsonException">There is no such list.</exception>
    public static ListedPage<T> Read(JsonElement answer, string name, Func<JsonElement, T?> read, bool mayBeAbsent = true)
    {
        if (answer.Find(name) is not { ValueKind: JsonValueKind.Array } && !(mayBeAbsent && (answer.Find("meta") ?? answer.Find("status")) is not null))
        {
            // Where it may be absent the answer says that it is one of the service's.
            throw new JsonException($"{name} is missing");
        }

        var items = answer.Items(name).ToList();
        return new([.. items.Select(read).OfType<T>()], Next(answer, items.Count), answer.Find("meta")?.Find("paging")?.Integer("totalSize"));
    }

    /// <summary>
    /// <c>meta.paging</c> has the offset of this page, its size, and the size of the whole or the address of the next page. Of that address only
    /// offset and limit are used: a token goes to no host that an answer names.
    /// </summary>
    private static string? Next(JsonElement answer, int count)
    {
        if (count == 0 || answer.Find("meta")?.Find("paging") is not { ValueKind: JsonValueKind.Object } paging)
        {
            return null;
        }

        var next = paging.Text("next");
        var offset = Parameter(next, "offset") ?? ((paging.Integer("offset") ?? 0) + count);
        var limit = Parameter(next, "limit") ?? paging.Integer("limit") ?? count;
        var goesOn = next is not null
            || (paging.Integer("totalSize") is { } total ? offset < total : paging.Integer("limit") <= count);
        return goesOn ? string.Create(CultureInfo.InvariantCulture, $"?offset={offset}&limit={limit}") : null;
    }

    private static long? Parameter(string? address, string name)
    {
        var query = address?.IndexOf('?', StringComparison.Ordinal) is { } start and >= 0 ? address[(start + 1)..] : "";
        return query.Split('&')
            .Where(pair => pair.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
            .Select(pair => long.TryParse(pair.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : (long?)null)
            .FirstOrDefault();
    }
}
