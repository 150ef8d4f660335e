namespace FlowFunctions.Notifications.Feed;

/// <summary>A message in a user's feed.</summary>
public sealed record FeedEntry
{
    /// <summary>32 lowercase hex digits: the message's id, the same for every user who gets it.</summary>
    public required string Id { get; init; }

    /// <summary><c>success</c>, <c>partial_failure</c>, <c>full_failure</c>, or <c>undelivered</c> for the news that a message did not arrive elsewhere.</summary>
    public required string Type { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>Lines of plain text.</summary>
    public required string Text { get; init; }

    /// <summary>Id of the flow or the integration.</summary>
    public required string IntegrationId { get; init; }

    public required string RunId { get; init; }

    /// <summary>UTC; when it was put into the feed.</summary>
    public required DateTimeOffset Date { get; init; }

    public bool IsRead { get; init; }
}
