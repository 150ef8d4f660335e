using Azure;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>A model's queue as it was read.</summary>
/// <param name="LastNumber">Of the last ticket that was ever given; 0 before the first.</param>
/// <param name="Version">Of the counter, which changes whenever a ticket is given; the default before the first.</param>
/// <param name="Tickets">In the order of the queue.</param>
internal sealed record QueueState(long LastNumber, ETag Version, IReadOnlyList<QueuedTicket> Tickets)
{
    /// <summary>
    /// Whether a ticket with so many before it has its turn: there are fewer than may use the model at the same time, and none of them uses a file or an action of its own. Those before it only
    /// become fewer, so that a turn once come does not go.
    /// </summary>
    public bool HasTurn(int ahead, QueueTicket ticket, int maxParallel) => ahead < maxParallel && !Tickets.Take(ahead).Any(other => other.Ticket.SharesClaimWith(ticket));

    /// <summary>The number of tickets before this operation's; null where it has none.</summary>
    public int? PlaceOf(string operationId)
    {
        for (var place = 0; place < Tickets.Count; place++)
        {
            if (Tickets[place].Ticket.OperationId == operationId)
            {
                return place;
            }
        }

        return null;
    }
}
