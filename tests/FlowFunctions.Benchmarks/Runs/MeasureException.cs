namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Something could not be measured. The message says what, in one line.</summary>
internal sealed class MeasureException(string message, Exception? cause = null) : Exception(message, cause);
