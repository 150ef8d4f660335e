namespace FlowFunctions.Notifications.Delivery;

/// <summary>What is left to deliver of a message and may be tried again at one time.</summary>
/// <param name="Message">The message, to no one but those whom it has not reached and who have asked for that time.</param>
/// <param name="RetryAfter">What they asked for, more than zero and at most an hour; null where they did not.</param>
/// <param name="Reason">Which deliveries failed, and why; without an address or a secret.</param>
public sealed record UndeliveredPart(NotificationMessage Message, TimeSpan? RetryAfter, string Reason);
