namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>The process is dead.</summary>
internal sealed class CrashException() : Exception("The process was killed here.");
