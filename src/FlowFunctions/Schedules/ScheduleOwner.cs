using FlowFunctions.Runs;

namespace FlowFunctions.Schedules;

/// <summary>The flow or integration that a schedule belongs to.</summary>
public sealed record ScheduleOwner(string Id, RunKind Kind, string Name);
