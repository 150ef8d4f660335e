namespace FlowFunctions.Outgoing;

/// <summary>An endpoint sends its caller where the call may not go. Sending it again would not help.</summary>
internal sealed class RedirectRefusedException(string message) : Exception(message);
