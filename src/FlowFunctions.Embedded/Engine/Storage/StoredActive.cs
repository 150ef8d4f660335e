using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>The row of an instance that has not ended, as it was read.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Name">Its orchestrator, which is readable even where the record is not.</param>
/// <param name="Record">The record; null where it is unreadable.</param>
/// <param name="Fault">Why it is unreadable.</param>
/// <param name="Handle">The row.</param>
internal sealed record StoredActive(string InstanceId, string Name, ActiveRecord? Record, string? Fault, RowHandle Handle);
