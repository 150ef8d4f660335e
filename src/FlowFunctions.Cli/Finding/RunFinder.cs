using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Finding;

/// <summary>Reads runs of flows and of integrations, which the API keeps in different places.</summary>
internal sealed class RunFinder(FlowsClient client)
{
    public const string Latest = "latest";

    /// <summary>Runs: of a schedule that comes due every minute while a run goes on for two hours.</summary>
    private const int LooksBack = 120;

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
    public async Task<string> IdAsync(Found what, string? run, CancellationToken cancellationToken) =>
        Given(run) ?? (await NewestAsync(what, cancellationToken)).Text("id")!;

    /// <summary>As <see cref="IdAsync"/>; the newest is one that was started: what a schedule skipped while another went on has left nothing of its own.</summary>
    public async Task<string> IdOfStartedAsync(Found what, string? run, CancellationToken cancellationToken)
    {
        if (Given(run) is { } id)
            return id;
        var newest = await NewestAsync(what, cancellationToken);
        if (WasStarted(newest))
            return newest.Text("id")!;
        return ((await HistoryAsync(what, LooksBack, cancellationToken)).FirstOrDefault(WasStarted) ?? newest).Text("id")!;
    }

    /// <summary>A run with all that the API says, and for a flow its steps.</summary>
    public async Task<JsonObject> ReadAsync(Found what, string id, CancellationToken cancellationToken) =>
        (JsonObject)(await client.ReadAsync(PathOf(what, id), cancellationToken))["run"]!;

    /// <summary>The same, to be followed.</summary>
    public Task<FlowRun> FollowAsync(Found what, string id, CancellationToken cancellationToken) => client.GetRunAtAsync(PathOf(what, id), cancellationToken);

    private async Task<JsonObject> NewestAsync(Found what, CancellationToken cancellationToken) =>
        await HistoryAsync(what, 1, cancellationToken) is [var newest, ..]
            ? newest
            : throw new FlowsException(ExitCode.NotFound, $"{char.ToUpperInvariant(what.Text[0])}{what.Text[1..]} has never run.", $"Run it: flows run '{what.Name}'");

    private static bool WasStarted(JsonObject run) => RunState.Of(run) != RunState.Missed;

    /// <summary>Null where none is, or the newest is meant.</summary>
    private static string? Given(string? run) =>
        run is null || string.Equals(run, Latest, StringComparison.OrdinalIgnoreCase) ? null
        : Finder.IsId(run) ? run
        : throw new FlowsException(ExitCode.Misuse, $"'{run}' is no id of a run.", $"Give 32 hexadecimal digits, or {Latest}.");

    private static string PathOf(Found what, string id) => what.IsFlow ? $"integrationflows/{what.Id}/runs/{id}" : $"integrations/run/{id}";
}
