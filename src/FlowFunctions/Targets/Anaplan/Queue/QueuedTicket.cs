using Azure;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>A ticket in its queue.</summary>
/// <param name="Key">Of its row; the order of keys is the order of the queue.</param>
/// <param name="Ticket">Who waits.</param>
/// <param name="RenewedAt">When its step last asked for its place.</param>
/// <param name="Version">Of its row.</param>
internal sealed record QueuedTicket(string Key, QueueTicket Ticket, DateTimeOffset RenewedAt, ETag Version);
