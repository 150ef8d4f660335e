using Azure;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>A model's queue as it was read.</summary>
/// <param name="LastNumber">Of the last ticket that was ever given; 0 before the first.</param>
/// <param name="Version">Of the counter, which changes whenever a ticket is given; the default before the first.</param>
/// <param name="Tickets">In the order of the queue.</param>
internal sealed record QueueState(long LastNumber, ETag Version, IReadOnlyList<QueuedTicket> Tickets)
{
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
