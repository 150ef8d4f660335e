using FlowFunctions.Core.Documents;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>Reads the query of a list of documents: page, order, whose, and which of them.</summary>
internal static class DocumentListRequest
{
    public const int MaximumNamePartLength = 200;

    private static readonly KeyValuePair<string, ListOrder>[] Orders = [new("name", ListOrder.Name), new("-name", ListOrder.NameDescending)];

    private static readonly KeyValuePair<string, ListOrder>[] OrdersOfRunnables =
    [
        .. Orders,
        new("modified", ListOrder.Modified),
        new("-modified", ListOrder.ModifiedDescending),
        new("latestRun", ListOrder.Latest),
        new("-latestRun", ListOrder.LatestDescending),
    ];

    /// <param name="request">
    /// Its <c>sortBy</c> is <c>name</c> or <c>-name</c>, its <c>myIntegrations</c> 0 or 1, its <c>q</c> a part of the name, where given. With
    /// <paramref name="states"/>, <c>sortBy</c> may be <c>modified</c> or <c>latestRun</c> too, and <c>state</c> is one of them or several with commas between.
    /// </param>
    /// <param name="caller">Whose documents <c>myIntegrations=1</c> means.</param>
    /// <param name="states">The states that the documents may be in; null where they have none.</param>
    /// <exception cref="ApiException">400, with a problem for each parameter that cannot be.</exception>
    public static ListQuery Read(HttpRequest request, string caller, IReadOnlyList<string>? states = null)
    {
        var problems = new List<Problem>();
        var page = ListRequest.Read(request, problems);
        var query = new ListQuery(
            page.Offset,
            page.Limit,
            ReadOne(request, "sortBy", ListOrder.Creation, states is null ? Orders : OrdersOfRunnables, problems),
            ReadOne<string?>(request, "myIntegrations", null, [new("0", null), new("1", caller)], problems))
        {
            NamePart = ReadNamePart(request, problems),
            States = states is null ? null : ReadStates(request, states, problems),
        };
        ApiError.ThrowIfAny(problems);
        return query;
    }

    private static T ReadOne<T>(HttpRequest request, string name, T absent, IReadOnlyList<KeyValuePair<string, T>> choices, List<Problem> problems)
    {
        var values = request.Query[name];
        if (values.Count == 0)
        {
            return absent;
        }

        foreach (var (choice, value) in choices)
        {
            if (values.Count == 1 && values[0] == choice)
            {
                return value;
            }
        }

        problems.Add(new(name, $"Must be one of {Listed(choices.Select(choice => choice.Key))}, but is '{values}'."));
        return absent;
    }

    private static string? ReadNamePart(HttpRequest request, List<Problem> problems)
    {
        var values = request.Query["q"];
        if (values.Count == 0)
        {
            return null;
        }

        if (values is [{ Length: >= 1 and <= MaximumNamePartLength } part])
        {
            return part;
        }

        problems.Add(new("q", $"Must be a part of the name, 1 to {MaximumNamePartLength} characters, once."));
        return null;
    }

    private static HashSet<string>? ReadStates(HttpRequest request, IReadOnlyList<string> states, List<Problem> problems)
    {
        var values = request.Query["state"];
        if (values.Count == 0)
        {
            return null;
        }

        var asked = values.ToString().Split(',').ToHashSet(StringComparer.Ordinal);
        if (asked.IsSubsetOf(states))
        {
            return asked;
        }

        problems.Add(new("state", $"Must be one of {Listed(states)}, or several with commas between, but is '{values}'."));
        return null;
    }

    private static string Listed(IEnumerable<string> choices) => string.Join(", ", choices.Select(choice => $"'{choice}'"));
}
