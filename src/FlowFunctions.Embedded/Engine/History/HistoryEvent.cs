using System.Text.Json.Serialization;

namespace FlowFunctions.Embedded.Engine.History;

/// <summary>What happened to an instance. Events are stored before they take effect, and replayed in their order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(ExecutionStarted), "started")]
[JsonDerivedType(typeof(ActivityCompleted), "activity")]
[JsonDerivedType(typeof(ActivityFailed), "activity!")]
[JsonDerivedType(typeof(TimerFired), "timer")]
[JsonDerivedType(typeof(ChildCompleted), "child")]
[JsonDerivedType(typeof(ChildFailed), "child!")]
[JsonDerivedType(typeof(EventRaised), "event")]
[JsonDerivedType(typeof(EventDelivered), "sent")]
[JsonDerivedType(typeof(ExecutionSuspended), "suspended")]
[JsonDerivedType(typeof(ExecutionResumed), "resumed")]
[JsonDerivedType(typeof(ExecutionTerminated), "terminated")]
internal abstract record HistoryEvent;

/// <summary>The time of an instance that was scheduled for later has come.</summary>
internal sealed record ExecutionStarted : HistoryEvent;

internal sealed record ActivityCompleted(int TaskId, string? Result) : HistoryEvent;

internal sealed record ActivityFailed(int TaskId, Failure Failure) : HistoryEvent;

internal sealed record TimerFired(int TaskId) : HistoryEvent;

internal sealed record ChildCompleted(int TaskId, string ChildId, string? Result) : HistoryEvent;

internal sealed record ChildFailed(int TaskId, string ChildId, Failure Failure) : HistoryEvent;

/// <param name="Name">The event's name.</param>
/// <param name="Payload">What came with it, as JSON.</param>
/// <param name="Sender">The execution that sent it; null if a client did.</param>
/// <param name="SenderTaskId">The number of the sending within its execution. A sender's events arrive in this order.</param>
internal sealed record EventRaised(string Name, string? Payload, string? Sender, int SenderTaskId) : HistoryEvent;

/// <summary>An event that this instance sent is stored with its receiver (or was dropped), and is not sent again.</summary>
internal sealed record EventDelivered(int TaskId) : HistoryEvent;

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

internal sealed record ExecutionTerminated(string? Output, bool Recursive) : HistoryEvent;
