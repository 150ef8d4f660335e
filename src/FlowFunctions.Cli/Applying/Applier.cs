using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Applying;

/// <summary>Does what a plan says: what others need before those, what is deleted last and the other way round; items that do not need each other at the same time.</summary>
/// <param name="client">Of the server.</param>
/// <param name="ids">Of what is there, by kind and name; what is created is added.</param>
/// <param name="keepsGoing">Whether a failure ends only what needs the item that failed, or everything.</param>
/// <param name="report">Told of each item when it is done or has failed.</param>
internal sealed class Applier(FlowsClient client, ItemIds ids, bool keepsGoing, Action<PlanItem> report)
{
    /// <summary>Of changes at the same time; storage is what takes the time.</summary>
    private const int Parallelism = 12;

    private static readonly (bool Deletes, Kind Kind)[] Stages =
        [(false, Kind.Connection), (false, Kind.Integration), (false, Kind.Flow), (true, Kind.Flow), (true, Kind.Integration), (true, Kind.Connection)];

    private readonly Lock _reporting = new();

    /// <returns>True when nothing failed.</returns>
    public async Task<bool> ApplyAsync(ApplyPlan plan, CancellationToken cancellationToken)
    {
        foreach (var unchanged in plan.Items.Where(item => item.Action == PlanAction.Unchanged))
            unchanged.Result = "unchanged";
        var stages = from stage in Stages
                     select plan.Items.Where(item => item.Action != PlanAction.Unchanged && item.Kind == stage.Kind && (item.Action == PlanAction.Delete) == stage.Deletes).ToList();
        foreach (var stage in stages)
        {
            await ApplyAsync(stage, cancellationToken);
            if (!keepsGoing && stage.Exists(item => item.Error is not null))
                return false;
        }

        return plan.Items.All(item => item.Error is null);
    }

    private async Task ApplyAsync(List<PlanItem> items, CancellationToken cancellationToken)
    {
        var hasFailed = 0;
        var connections = await ConnectionsAsync(items, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(items, options, async (item, token) =>
        {
            if (Volatile.Read(ref hasFailed) != 0 && !keepsGoing)
                return;
            try
            {
                item.Result = await new ItemChange(client, ids, item, connections).DoAsync(token);
            }
            catch (Exception problem) when (problem is FlowsApiException or FlowsException)
            {
                item.Result = "failed";
                item.Error = problem is FlowsApiException refusal ? refusal.Reason : problem.Message;
                Volatile.Write(ref hasFailed, 1);
            }

            lock (_reporting)
            {
                report(item);
            }
        });
    }

    /// <summary>The connections as they are now, where some of them are changed or deleted: they have no entity tag that would guard them.</summary>
    private async Task<IReadOnlyDictionary<string, JsonObject>> ConnectionsAsync(List<PlanItem> items, CancellationToken cancellationToken)
    {
        var connections = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        if (!items.Exists(item => item.Kind == Kind.Connection && item.Existing is not null))
            return connections;
        await foreach (var connection in Lister.AllAsync(client, Kind.Connection, cancellationToken))
            connections[Kind.Connection.IdOf(connection)] = connection;
        return connections;
    }
}
