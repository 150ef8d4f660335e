using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Judging;

/// <summary>What is known of the messages about one run's end.</summary>
/// <param name="Taken">By the webhook, in their order; one may be there twice.</param>
/// <param name="WasAsked">Whether the webhook was called at all.</param>
/// <param name="Feed">What is in the feed about it.</param>
/// <param name="IsFeedWhole">Whether nothing about it has left the feed.</param>
internal sealed record NoticesSeen(IReadOnlyList<Notice> Taken, bool WasAsked, IReadOnlyList<FeedEntry> Feed, bool IsFeedWhole)
{
    /// <summary>Whether the webhook takes nothing about the run, however often it is called.</summary>
    public bool IsRefused { get; init; }

    public bool IsGivenUp => Taken.Count == 0 && Feed.Any(entry => entry.IsOfWebhook);
}
