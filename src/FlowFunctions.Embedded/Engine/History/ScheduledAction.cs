namespace FlowFunctions.Embedded.Engine.History;

/// <summary>Something that an orchestrator asked for, as far as a replay must ask for the same.</summary>
internal sealed record ScheduledAction(ScheduledKind Kind, int TaskId, string? Name)
{
    public override string ToString() => Name is null ? $"{Kind} #{TaskId}" : $"{Kind} #{TaskId} '{Name}'";

    public bool IsSameAs(ScheduledAction other) =>
        Kind == other.Kind && TaskId == other.TaskId && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);
}
