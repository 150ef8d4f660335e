namespace FlowFunctions.Notifications.Delivery;

/// <summary>A message could not be handed over. The message says why, and has no address and no secret in it.</summary>
public sealed class DeliveryFailedException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the same delivery may succeed in a while: whoever should take it was busy, or could not be reached.</summary>
    public bool IsTransient { get; init; }

    /// <summary>
    /// Whether it was storage that failed: it does not say what is delivered already, or says that somebody else is at it, as it does of the try that it was lost to. Of a message: whether that is
    /// all.
    /// </summary>
    public bool IsHeldUp { get; init; }

    /// <summary>When the other side of a single delivery asks to be tried again, more than zero and at most an hour; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of a message: what is left of it, by the time that is asked for; empty for a single delivery.</summary>
    public IReadOnlyList<UndeliveredPart> Parts { get; init; } = [];
}
