using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine.History;

/// <summary>An instance that has ended.</summary>
internal sealed record EndedRecord(
    string InstanceId,
    string Execution,
    string Name,
    string Version,
    OrchestrationRuntimeStatus Status,
    string? Input,
    string? Output,
    string? CustomStatus,
    Failure? Failure,
    IReadOnlyDictionary<string, string> Tags,
    DateTime CreatedAt,
    DateTime EndedAt,
    ParentLink? Parent);
