using System.ComponentModel.DataAnnotations;
using FlowFunctions.Http;

namespace FlowFunctions.Notifications.Feed;

/// <summary>A message in a user's feed.</summary>
[SchemaName("Notification")]
public sealed record FeedEntry
{
    /// <summary>Of the message, the same for every user who gets it.</summary>
    [LooksLike(TextShape.Id)]
    public required string Id { get; init; }

    /// <summary>How the run ended; <c>undelivered</c>: a message about it did not arrive elsewhere.</summary>
    [AllowedValues("success", "partial_failure", "full_failure", "undelivered")]
    public required string Type { get; init; }

    /// <summary>One line.</summary>
    [MinLength(1)]
    public required string Subject { get; init; }

    /// <summary>Lines of plain text.</summary>
    public required string Text { get; init; }

    /// <summary>Of the integration, or of the flow, that ran.</summary>
    [LooksLike(TextShape.Id)]
    public required string IntegrationId { get; init; }

    /// <summary>Of the run.</summary>
    [LooksLike(TextShape.Id)]
    public required string RunId { get; init; }

    /// <summary>When it was put into the feed.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Whether it is marked as read.</summary>
    public bool IsRead { get; init; }
}
