namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>The address for tokens gave neither a token nor a refusal in the words of RFC 6749: it may do better in a moment.</summary>
/// <param name="message">What it did, as the end of a sentence, without a full stop.</param>
/// <param name="retryAfter">When it asks to be asked again; null where it does not.</param>
internal sealed class NoTokenAnswerException(string message, TimeSpan? retryAfter) : Exception(message)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
