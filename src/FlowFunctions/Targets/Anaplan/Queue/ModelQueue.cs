using FlowFunctions.Outgoing;
using FlowFunctions.Steps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// The queue of each model, over all runs and hosts: first come, first served, and the first <see cref="TargetsOptions.MaxParallelPerModel"/> have their turn, save those who use a file or an
/// action that somebody before them uses. Thread-safe.
/// A host that crashes leaves its tickets behind; those who wait behind one find out (<see cref="AskAfter"/>, <see cref="DropAfter"/>).
/// </summary>
/// <exception cref="Azure.RequestFailedException">From both methods: storage did not answer.</exception>
internal sealed partial class ModelQueue(QueueStore store, IStepLife steps, IOptions<TargetsOptions> options, TimeProvider time, ILogger<ModelQueue> logger)
{
    /// <summary>A ticket is written anew when it is as old as that and its step asks for its place; not each time, which would be a write a poll.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(20);

    /// <summary>A ticket that was not renewed for so long is dropped if its run or its step is over.</summary>
    public static readonly TimeSpan AskAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A ticket that was not renewed for so long is dropped whatever its run says: whoever holds one asks for its place more often, also where each request fails (<see cref="BackOff.Longest"/>), and
    /// after an outage of storage that its step outlasts.
    /// </summary>
    public static readonly TimeSpan DropAfter = TimeSpan.FromHours(2);

    /// <summary>
    /// Gets a place for a step, or tells where it stands now. To be asked at least once a minute as long as the step waits or works: that keeps the place.
    /// </summary>
    public async Task<QueuePlace> EnterAsync(ModelAddress model, QueueTicket ticket, CancellationToken cancellationToken)
    {
        while (true)
        {
            var queue = await store.ReadAsync(model, cancellationToken);
            var place = queue.PlaceOf(ticket.OperationId);
            var key = place is { } taken
                ? await KeepAsync(model, queue.Tickets[taken], cancellationToken)
                : await store.TryAddAsync(model, queue, ticket, time.GetUtcNow(), cancellationToken);

            // Whoever lost a race reads again: another one won it, so the queue as a whole goes on.
            if (key is null)
            {
                continue;
            }

            var ahead = place ?? queue.Tickets.Count;
            if (queue.HasTurn(ahead, ticket, options.Value.MaxParallelPerModel))
            {
                return new(IsTurn: true, ahead, ahead == 0 ? null : queue.Tickets[0].Ticket.Name) { Key = key };
            }

            if (!await DropAbandonedAsync(model, queue.Tickets.Take(options.Value.MaxParallelPerModel), cancellationToken))
            {
                return new(IsTurn: false, ahead, queue.Tickets[0].Ticket.Name) { Key = key };
            }
        }
    }

    /// <summary>Gives a step's place up. Does nothing where it has none.</summary>
    public async Task LeaveAsync(ModelAddress model, string operationId, CancellationToken cancellationToken)
    {
        var queue = await store.ReadAsync(model, cancellationToken);
        if (queue.PlaceOf(operationId) is { } place)
        {
            await store.DeleteAsync(model, queue.Tickets[place], cancellationToken);
        }
    }

    /// <returns>The ticket's key; null where it is gone.</returns>
    private async Task<string?> KeepAsync(ModelAddress model, QueuedTicket ticket, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return now - ticket.RenewedAt < RenewAfter || await store.TryRenewAsync(model, ticket, now, cancellationToken) ? ticket.Key : null;
    }

    /// <summary>Only those whose turn it is hold anybody up; who stands behind them is looked at when it comes to the front.</summary>
    /// <returns>Whether one was dropped, by us or another.</returns>
    private async Task<bool> DropAbandonedAsync(ModelAddress model, IEnumerable<QueuedTicket> front, CancellationToken cancellationToken)
    {
        var isChanged = false;
        foreach (var ticket in front)
        {
            var age = time.GetUtcNow() - ticket.RenewedAt;
            if (age <= AskAfter || (age <= DropAfter && !await steps.IsOverAsync(ticket.Ticket.RunId, ticket.Ticket.Referrer, ticket.Ticket.OperationId, cancellationToken)))
            {
                continue;
            }

            // Under the version that was read: a ticket that is renewed in this moment stays.
            if (await store.TryDropAsync(model, ticket, cancellationToken))
            {
                LogDropped(ticket.Ticket.OperationId, ticket.Ticket.RunId, model.ModelId, age);
            }

            isChanged = true;
        }

        return isChanged;
    }

    [LoggerMessage(1603, LogLevel.Warning, "The place of step {OperationId} of run {RunId} in the queue of model {ModelId} is given up: nobody renewed it for {Age}.")]
    private partial void LogDropped(string operationId, string runId, string modelId, TimeSpan age);
}
