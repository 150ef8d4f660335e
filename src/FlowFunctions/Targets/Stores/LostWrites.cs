using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Targets.Stores;

/// <summary>
/// Gives up the writes that a crash has left open in a bucket, where what they hold is paid for until somebody does: a process that died between their beginning and the record of it
/// has told nobody. Looked for are those under the names that integrations write to, or did before they were renamed, and none that a run may still be at.
/// </summary>
internal sealed partial class LostWrites(
    IntegrationStore integrations, ConnectionStore connections, StoreConnections stores, IRunNames runs, TimeProvider time, ILogger<LostWrites> logger) : IRepair
{
    /// <summary>More than the longest run, 6 days, and the hours in which its end may have to be tried.</summary>
    public static readonly TimeSpan SafeAge = TimeSpan.FromDays(7);

    /// <summary>Of one connection: the list, and giving up what is in it. What is left is found in a day.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The kinds of stores that keep what was begun for ever.</summary>
    private static readonly ConnectionType[] Keeping = [ConnectionType.AmazonS3];

    public string Subject => "uploads";

    public TimeSpan Interval => TimeSpan.FromDays(1);

    public async Task<int> RepairAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var kept = (await connections.ListAsync(new(0, int.MaxValue), cancellationToken)).Items
            .Where(connection => Keeping.Contains(connection.Input.Settings.Type)).Select(connection => connection.Id).ToHashSet(StringComparer.Ordinal);
        if (kept.Count == 0)
        {
            return 0;
        }

        var targets = new Dictionary<(string ConnectionId, ConnectionType Store), HashSet<string>>();
        foreach (var integration in (await integrations.ListAsync(new(0, int.MaxValue), cancellationToken)).Items)
        {
            foreach (var job in integration.Input.Jobs.Where(job => !job.Type.IsImport && kept.Contains(job.Item.ConnectionId)))
            {
                var key = (job.Item.ConnectionId, job.Type.Store);
                if (!targets.TryGetValue(key, out var names))
                {
                    targets[key] = names = new(StringComparer.Ordinal);
                }

                names.UnionWith(await NamesOfAsync(job.Item.Name, integration, cancellationToken));
            }
        }

        var abandoned = 0;
        foreach (var (target, names) in targets)
        {
            abandoned += await AbandonAsync(target.ConnectionId, target.Store, names, cancellationToken);
        }

        return abandoned;
    }

    /// <summary>A file in a folder is called as the integration was when it ran.</summary>
    private async Task<IEnumerable<string>> NamesOfAsync(string target, IntegrationDocument integration, CancellationToken cancellationToken) =>
        ExportNames.IsFolder(target)
            ? (await runs.OfAsync(integration.Id, cancellationToken)).Append(integration.Name).Select(name => ExportNames.Of(target, name))
            : [target];

    /// <summary>A store that refuses or does not answer holds up no other.</summary>
    private async Task<int> AbandonAsync(string connectionId, ConnectionType type, HashSet<string> names, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var store = await stores.OpenAsync(connectionId, type, either.Token);
            return await store.AbandonLostWritesAsync(names, time.GetUtcNow() - SafeAge, either.Token);
        }
        catch (StoreException exception)
        {
            LogNotLooked(connectionId, exception.Message);
            return 0;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogNotLooked(connectionId, $"the store has not answered it all within {Patience.TotalSeconds:0} seconds.");
            return 0;
        }
    }

    [LoggerMessage(1635, LogLevel.Information, "Uploads that were left open through the connection {ConnectionId} could not be looked for, and are again in a day: {Reason}")]
    private partial void LogNotLooked(string connectionId, string reason);
}
