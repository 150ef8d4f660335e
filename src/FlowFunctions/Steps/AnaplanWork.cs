using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Steps;

/// <summary>What an integration does with an Anaplan model. It names connections and holds none of their secrets.</summary>
public sealed record AnaplanWork
{
    /// <summary>From a step's start to its end, its wait for the model included. A step's own timeout may be shorter.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromHours(24);

    public required string WorkspaceId { get; init; }

    public required string ModelId { get; init; }

    /// <summary>Digits; null unless the integration is a process.</summary>
    public string? ProcessId { get; init; }

    /// <summary>In the order in which they run; empty for a bare process.</summary>
    public IReadOnlyList<JobInput> Jobs { get; init; } = [];

    /// <summary>Null where the integration does not work on a model.</summary>
    public static AnaplanWork? Of(IntegrationInput integration) =>
        integration is { Endpoint: null, WorkspaceId: { } workspaceId, ModelId: { } modelId }
            ? new() { WorkspaceId = workspaceId, ModelId = modelId, ProcessId = integration.ProcessId, Jobs = integration.Jobs }
            : null;
}
