using FlowFunctions.Core.Documents;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>Reads the query of a list of flows or integrations: page, order, and whose.</summary>
internal static class DocumentListRequest
{
    /// <param name="request">Its <c>sortBy</c> is <c>name</c> or <c>-name</c>, its <c>myIntegrations</c> 0 or 1, where given.</param>
    /// <param name="caller">Whose documents <c>myIntegrations=1</c> means.</param>
    /// <exception cref="ApiException">400, with a problem for each parameter that cannot be.</exception>
    public static ListQuery Read(HttpRequest request, string caller)
    {
        var problems = new List<Problem>();
        var page = ListRequest.Read(request, problems);
        var query = new ListQuery(
            page.Offset,
            page.Limit,
            ReadOne(request, "sortBy", ListOrder.Creation, [new("name", ListOrder.Name), new("-name", ListOrder.NameDescending)], problems),
            ReadOne<string?>(request, "myIntegrations", null, [new("0", null), new("1", caller)], problems));
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

        problems.Add(new(name, $"Must be one of {string.Join(", ", choices.Select(choice => $"'{choice.Key}'"))}, but is '{values}'."));
        return absent;
    }
}
