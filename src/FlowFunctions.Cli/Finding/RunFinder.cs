using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Finding;

/// <summary>Reads runs of flows and of integrations, which the API keeps in different places.</summary>
internal sealed class RunFinder(FlowsClient client)
{
    public const string Latest = "latest";

    /// <summary>The newest runs, newest first.</summary>
    /// <param name="what">A flow or an integration.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Ends it between two pages.</param>
    public async Task<IReadOnlyList<JsonObject>> HistoryAsync(Found what, int most, CancellationToken cancellationToken)
    {
        var runs = new List<JsonObject>();
        var (path, field) = what.IsFlow ? ($"integrationflows/{what.Id}/runs", "runs") : ($"integrations/runs/{what.Id}", "history_of_runs.runs");
        await foreach (var run in Lister.ReadAsync(client, path, field, most, from: 0, cancellationToken))
            runs.Add(run);
        return runs;
    }

    /// <summary>The id of a run.</summary>
    /// <param name="what">A flow or an integration.</param>
    /// <param name="run">An id, or null or "latest" for the newest.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="FlowsException">There is no run yet, or it is no id.</exception>
    public async Task<string> IdAsync(Found what, string? run, CancellationToken cancellationToken)
    {
        if (run is not null && !string.Equals(run, Latest, StringComparison.OrdinalIgnoreCase))
            return Finder.IsId(run) ? run : throw new FlowsException(ExitCode.Misuse, $"'{run}' is no id of a run.", $"Give 32 hexadecimal digits, or {Latest}.");
        return await HistoryAsync(what, 1, cancellationToken) is [var newest, ..]
            ? newest.Text("id")!
            : throw new FlowsException(ExitCode.NotFound, $"{char.ToUpperInvariant(what.Text[0])}{what.Text[1..]} has never run.", $"Run it: flows run '{what.Name}'");
    }

    /// <summary>A run with all that the API says, and for a flow its steps.</summary>
    public async Task<JsonObject> ReadAsync(Found what, string id, CancellationToken cancellationToken) =>
        (JsonObject)(await client.ReadAsync(PathOf(what, id), cancellationToken))["run"]!;

    /// <summary>The same, to be followed.</summary>
    public Task<FlowRun> FollowAsync(Found what, string id, CancellationToken cancellationToken) => client.GetRunAtAsync(PathOf(what, id), cancellationToken);

    private static string PathOf(Found what, string id) => what.IsFlow ? $"integrationflows/{what.Id}/runs/{id}" : $"integrations/run/{id}";
}
