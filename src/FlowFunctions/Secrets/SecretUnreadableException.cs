namespace FlowFunctions.Secrets;

/// <summary>A secret is stored and cannot be decrypted: it was encrypted with keys that this machine does not have, or was tampered with.</summary>
public sealed class SecretUnreadableException(string message, Exception cause) : Exception(message, cause);
