namespace FlowFunctions.Targets.Anaplan;

/// <summary>Where a ticket stands in its model's queue.</summary>
/// <param name="IsTurn">Whether its step may use the model. Once true it stays true until the ticket leaves, or is dropped because it was not renewed.</param>
/// <param name="Ahead">How many stand before it, those included whose turn it is.</param>
/// <param name="AheadName">The name on the ticket at the front; null at the front, and where that ticket has none.</param>
internal sealed record QueuePlace(bool IsTurn, int Ahead, string? AheadName)
{
    /// <summary>Of the ticket: another one than before says that the one before was dropped, and others had the model since.</summary>
    public string Key { get; init; } = "";
}
