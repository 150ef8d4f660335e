namespace FlowFunctions.Targets.Stores;

/// <summary>Whether a connection's credentials open its store.</summary>
/// <param name="Works">Null where that cannot be said now.</param>
/// <param name="Message">The same for people, with the reason; no secret is in it.</param>
public sealed record StoreStanding(bool? Works, string Message)
{
    /// <summary>UTC; null where it was asked for this answer.</summary>
    public DateTimeOffset? AskedAt { get; init; }
}
