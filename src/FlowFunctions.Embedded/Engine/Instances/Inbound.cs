using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>An event on its way into an instance.</summary>
/// <param name="Event">What happened; null only wakes the instance.</param>
/// <param name="Execution">The execution that it answers; null: whichever runs.</param>
/// <param name="Stored">Answers true when the event is stored, false when it was dropped.</param>
internal sealed record Inbound(HistoryEvent? Event, string? Execution, TaskCompletionSource<bool> Stored);
