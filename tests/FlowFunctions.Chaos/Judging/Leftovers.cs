using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace FlowFunctions.Chaos.Judging;

/// <summary>What is left in the storage when all is over: nothing on the queues, no lock, no task of a step that somebody would go on with, and no orchestration that goes on.</summary>
/// <param name="connectionString">Of the storage itself, past all faults.</param>
/// <param name="hub">The task hub.</param>
internal sealed class Leftovers(string connectionString, string hub)
{
    // The application's table of what steps share on the systems that run them.
    private const string Targets = "Targets";
    private const string TicketsFilter = "RowKey ge 'ticket-' and RowKey lt 'ticket.'";

    // Its table of runs, where what is known of a step's task stands beside the run, and its end when that is known, or that nobody waits for it.
    private const string Runs = "Runs";
    private const string HandlesFilter = "RowKey ge 'step-' and RowKey lt 'step.'";
    private const string HandleKey = "step-";

    // Of steps whose target has decided their end, as a run's row spells it.
    private static readonly string?[] OwnEnds = ["success", "partialSuccess", "failure"];

    // Its tables of what can be run; a row says in a property of its own which run holds it.
    private static readonly string[] Runnables = ["Flows", "Integrations"];

    /// <summary>Of the runs, so many may have left an orchestration that nobody waits for, and one more: a hub that is killed loses few messages.</summary>
    private const double ForgottenShare = 0.01;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Without a turn: what goes on asks its target more often, and what a killed host had taken is hidden for less.</summary>
    private static readonly TimeSpan StandsAfter = TimeSpan.FromMinutes(2);

    private readonly QueueServiceClient _queues = new(connectionString);
    private readonly TableServiceClient _tables = new(connectionString);

    /// <summary>How many orchestrations stood when it was looked last that nobody waits for: they count as nothing left, for the application ends each a day after its run.</summary>
    public int Forgotten { get; private set; }

    /// <summary>What is wrong about how many were forgotten: of many, the application leaves one behind with each run.</summary>
    /// <param name="forgotten">See <see cref="Forgotten"/>.</param>
    /// <param name="runs">Of the flows.</param>
    public static IEnumerable<Finding> JudgeForgotten(int forgotten, int runs)
    {
        if (forgotten > 1 + (runs * ForgottenShare))
        {
            yield return new(FindingKind.Stuck, $"{forgotten} orchestrations of {runs} runs stand that nobody waits for.");
        }
    }

    /// <summary>Waits until nothing is left, or nothing changes any more.</summary>
    /// <param name="patience">How long what is left may be the same; whatever changes, it is no longer than <see cref="EndWatch.Longest"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is left then.</returns>
    public async Task<IReadOnlyList<string>> AwaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var left = await ListAsync(cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        for (var since = began; left.Count > 0 && TimeProvider.System.GetElapsedTime(since) < patience && TimeProvider.System.GetElapsedTime(began) < EndWatch.Longest;)
        {
            await Task.Delay(LookAgainAfter, cancellationToken);
            var now = await ListAsync(cancellationToken);
            since = now.SequenceEqual(left, StringComparer.Ordinal) ? since : TimeProvider.System.GetTimestamp();
            left = now;
        }

        return left;
    }

    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var left = new List<string>();
        Forgotten = 0;
        await foreach (var queue in _queues.GetQueuesAsync(cancellationToken: cancellationToken))
        {
            // The timers of runs that have ended stay hidden on the hub's queues until their time: the provider takes none back.
            var client = _queues.GetQueueClient(queue.Name);
            var count = queue.Name.StartsWith(hub, StringComparison.OrdinalIgnoreCase)
                ? (await client.PeekMessagesAsync(maxMessages: 32, cancellationToken)).Value.Length
                : (await client.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
            if (count > 0)
            {
                left.Add($"{count} messages on queue {queue.Name}");
            }
        }

        await foreach (var ticket in _tables.GetTableClient(Targets).QueryAsync<TableEntity>(TicketsFilter, cancellationToken: cancellationToken))
        {
            left.Add($"a place in the queue of a model, of step '{ticket.GetString("Name")}' of run {ticket.GetString("RunId")}");
        }

        await foreach (var handle in _tables.GetTableClient(Runs).QueryAsync<TableEntity>(HandlesFilter, cancellationToken: cancellationToken))
        {
            if (Has(handle, "Task") && !Has(handle, "End") && handle.GetBoolean("IsCancelled") != true && !await HasEndedByItselfAsync(handle, cancellationToken))
            {
                left.Add($"the task of step {handle.RowKey[HandleKey.Length..]} of run {handle.PartitionKey}, which has neither ended nor been let go of");
            }
        }

        foreach (var table in Runnables)
        {
            await foreach (var row in _tables.GetTableClient(table).QueryAsync<TableEntity>("ActiveRun ne ''", select: ["RowKey", "Name", "ActiveRun"], cancellationToken: cancellationToken))
            {
                left.Add($"the lock of {row.GetString("Name")}, which run {row.GetString("ActiveRun")} has left");
            }
        }

        await foreach (var (instance, words) in InstancesAsync("RuntimeStatus eq 'Running' or RuntimeStatus eq 'Pending' or RuntimeStatus eq 'ContinuedAsNew' or RuntimeStatus eq 'Suspended'", cancellationToken))
        {
            if (await IsOverAsync(instance, cancellationToken))
            {
                continue;
            }

            if (await IsForgottenAsync(instance, cancellationToken))
            {
                Forgotten++;
            }
            else
            {
                left.Add(words);
            }
        }

        return left;
    }

    /// <summary>
    /// Whether the step has come to an end of its own by its run's record. Of two activities of a step, as after a turn that was not kept, one may have told the end, which it did not have to keep,
    /// and the other may have kept the task after that.
    /// </summary>
    private async Task<bool> HasEndedByItselfAsync(TableEntity handle, CancellationToken cancellationToken)
    {
        var run = await _tables.GetTableClient(Runs).GetEntityIfExistsAsync<TableEntity>(handle.PartitionKey, "run", cancellationToken: cancellationToken);
        if (!run.HasValue)
        {
            return false;
        }

        // Cut into Document, Document1…
        var document = string.Concat(Enumerable.Range(0, run.Value!.Count).Select(part => run.Value.GetString(part == 0 ? "Document" : $"Document{part}")).TakeWhile(text => text is not null));
        var step = JsonNode.Parse(document)!["steps"]!.AsArray().FirstOrDefault(step => (string?)step!["referrer"] == handle.RowKey[HandleKey.Length..]);
        return step is not null && OwnEnds.Contains((string?)step["status"]) && (int?)step["errorCode"] != RunSeen.TimedOutCode;
    }

    /// <summary>Whether a row has a text, which may be cut into several properties.</summary>
    private static bool Has(TableEntity row, string text) => row.Keys.Any(property => property.StartsWith(text, StringComparison.Ordinal));

    /// <summary>Orchestrations that ended as failed, or were ended from outside.</summary>
    public async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken cancellationToken)
    {
        var broken = new List<string>();
        await foreach (var (_, words) in InstancesAsync("RuntimeStatus eq 'Failed' or RuntimeStatus eq 'Terminated' or RuntimeStatus eq 'Canceled'", cancellationToken))
        {
            broken.Add(words);
        }

        return broken;
    }

    /// <summary>By the provider's own table: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-azure-storage-provider#instances-table</summary>
    private async IAsyncEnumerable<(TableEntity Instance, string Words)> InstancesAsync(string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var instances = _tables.GetTableClient($"{hub}Instances");
        await foreach (var instance in instances.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return (instance, $"orchestration {instance.PartitionKey} ({instance.GetString("Name")}) is {instance.GetString("RuntimeStatus")}");
        }
    }

    /// <summary>
    /// Whether the history has the end of the instance's execution. The provider writes the history first, under its version, and the instance's row after it, under none: a host that stands still
    /// between the two writes that it goes on over the end that another has come to (<c>AzureTableTrackingStore.UpdateStateAsync</c>).
    /// </summary>
    private async Task<bool> IsOverAsync(TableEntity instance, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {instance.PartitionKey} and EventType eq 'ExecutionCompleted' and ExecutionId eq {instance.GetString("ExecutionId")}");
        return await HasHistoryAsync(filter, cancellationToken);
    }

    /// <summary>
    /// Whether it is of a run that has come to its record, as all have here, and does nothing any more: what it waits for was lost, and nobody waits for it. The application ends it a day after the
    /// run's end.
    /// </summary>
    private async Task<bool> IsForgottenAsync(TableEntity instance, CancellationToken cancellationToken)
    {
        var stands = TimeProvider.System.GetUtcNow() - instance.GetDateTimeOffset("LastUpdatedTime") >= StandsAfter;
        var run = instance.PartitionKey.Split('-')[0];
        return stands && await HasHistoryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {run} and EventType eq 'TaskScheduled' and Name eq 'RecordRun'"), cancellationToken);
    }

    private async Task<bool> HasHistoryAsync(string filter, CancellationToken cancellationToken)
    {
        await foreach (var _ in _tables.GetTableClient($"{hub}History").QueryAsync<TableEntity>(filter, maxPerPage: 1, ["RowKey"], cancellationToken))
        {
            return true;
        }

        return false;
    }
}
