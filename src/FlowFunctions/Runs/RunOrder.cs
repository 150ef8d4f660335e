namespace FlowFunctions.Runs;

/// <summary>Who asks for a run, and under which trace.</summary>
public sealed record RunOrder(RunTrigger Trigger, string TraceId);
