using FlowFunctions.Core.Notifications;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>
/// A message on queue <c>notifications</c>: what is told about a run's end and whom it goes to, as the configuration was at that moment. Users are
/// ids: no address is in the queue.
/// </summary>
public sealed record NotificationMessage
{
    /// <summary>Follows from the run and says the same message again: however often it is in the queue, it is delivered once.</summary>
    public required string Id { get; init; }

    public required RunNotice Notice { get; init; }

    /// <summary>Ids of 1 to 5 users.</summary>
    public required IReadOnlyList<string> Users { get; init; }

    public required IReadOnlyList<NotificationChannel> Channels { get; init; }

    /// <summary>Names of webhooks.</summary>
    public required IReadOnlyList<string> Webhooks { get; init; }

    /// <summary>Whether the users are another copy's to tell: this one waits for as long as its webhooks have asked for.</summary>
    public bool WebhooksOnly { get; init; }

    /// <summary>How often it was put off already, from 0; another copy of it may have been put off otherwise.</summary>
    public int Postponements { get; init; }
}
