namespace FlowFunctions.Targets.Anaplan;

/// <summary>Rejected rows that a task has left.</summary>
/// <param name="ImportId">The import of a process whose rows they are; null for the task's own.</param>
/// <param name="ActionName">The name of the action that rejected them; null where the service does not say.</param>
internal sealed record TaskDump(string? ImportId, string? ActionName);
