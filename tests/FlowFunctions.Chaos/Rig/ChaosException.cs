namespace FlowFunctions.Chaos.Rig;

/// <summary>The trial cannot go on. The message says why, in one line.</summary>
internal sealed class ChaosException(string message, Exception? cause = null) : Exception(message, cause);
