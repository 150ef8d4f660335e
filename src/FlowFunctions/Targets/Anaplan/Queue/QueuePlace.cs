namespace FlowFunctions.Targets.Anaplan;

/// <summary>Where a ticket stands in its model's queue.</summary>
/// <param name="IsTurn">Whether its step may use the model. Once true it stays true until the ticket leaves, or is dropped because it was not renewed.</param>
/// <param name="Ahead">How many stand before it, those included whose turn it is.</param>
/// <param name="AheadName">The name on the ticket at the front; null at the front, and where that ticket has none.</param>
/// <param name="IsNew">Whether the ticket had no place before.</param>
internal sealed record QueuePlace(bool IsTurn, int Ahead, string? AheadName, bool IsNew = false);
