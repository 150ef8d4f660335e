using FlowFunctions.Embedded.Engine.History;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>What a client is shown of an instance that is in memory.</summary>
internal sealed record InstanceState(ActiveRecord Record, OrchestrationRuntimeStatus Status, string? CustomStatus, DateTime UpdatedAt);
