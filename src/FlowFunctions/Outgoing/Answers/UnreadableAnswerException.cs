namespace FlowFunctions.Outgoing;

/// <summary>An answer came, so that the request was heard, and cannot be read at all: whether it did what it was to do is not known.</summary>
internal sealed class UnreadableAnswerException(string message, Exception cause) : Exception(message, cause);
