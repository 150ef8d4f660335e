namespace FlowFunctions.Chaos.Judging;

/// <summary>A message about a run in somebody's feed, or that one could not be delivered.</summary>
/// <param name="RunId">Of the run.</param>
/// <param name="Type">success, partial_failure, full_failure or undelivered.</param>
/// <param name="Text">For people; it names the ways in which a message could not be delivered.</param>
/// <param name="At">When it was put there, in seconds since the beginning of the trial.</param>
internal sealed record FeedEntry(string RunId, string Type, string Text, double At)
{
    public bool IsMessage => Type != "undelivered";

    /// <summary>Whether it says that the message did not come to the webhook.</summary>
    public bool IsOfWebhook => !IsMessage && Text.Contains("webhook '", StringComparison.Ordinal);

    /// <summary>Whether it says that the message did not come to the feed.</summary>
    public bool IsOfFeed => !IsMessage && Text.Contains("feed of user '", StringComparison.Ordinal);
}
