using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Finding;

/// <summary>Reads lists page by page, as the server gives them.</summary>
internal static class Lister
{
    /// <summary>The server gives up to 5,000; a thousand summaries weigh half a megabyte.</summary>
    public const int PageSize = 1000;

    /// <param name="client">Of the server.</param>
    /// <param name="path">Of the list, below /2/0, with its own query or none.</param>
    /// <param name="field">Of the answer, where the items are.</param>
    /// <param name="most">How many are wanted; null for all.</param>
    /// <param name="from">How many are left out at the beginning.</param>
    /// <param name="cancellationToken">Ends it between two pages.</param>
    public static async IAsyncEnumerable<JsonObject> ReadAsync(
        FlowsClient client, string path, string field, int? most, int from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (var read = 0; most is null || read < most;)
        {
            var limit = Math.Min(PageSize, (most ?? int.MaxValue) - read);
            var answer = await client.ReadAsync($"{path}{separator}limit={limit}&offset={from + read}", cancellationToken);
            var page = answer.Items(field).ToList();
            foreach (var item in page)
                yield return item;
            read += page.Count;
            if (page.Count == 0 || from + read >= (answer.Number("meta.paging.totalSize") ?? 0))
                yield break;
        }
    }

    /// <summary>All of a kind.</summary>
    public static IAsyncEnumerable<JsonObject> AllAsync(FlowsClient client, Kind kind, CancellationToken cancellationToken) =>
        ReadAsync(client, kind.Path, kind.List, most: null, from: 0, cancellationToken);
}
