namespace FlowFunctions.LocalHost.Emulator;

/// <summary>The storage emulator cannot be had. The message says why and what to do.</summary>
internal sealed class AzuriteException(string message, Exception? cause = null) : Exception(message, cause);
