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

    /// <inheritdoc cref="IntegrationInput.Idempotent"/>
    public bool Idempotent { get; init; }

    /// <summary>In the order in which they run; empty for a bare process.</summary>
    public IReadOnlyList<JobInput> Jobs { get; init; } = [];

    /// <summary>From the start to the end of the integration's latest run, where that ended well: what it may take this time; null where there is none.</summary>
    public TimeSpan? PastDuration { get; init; }

    /// <param name="integration">As its author wrote it.</param>
    /// <param name="pastDuration">See <see cref="PastDuration"/>.</param>
    /// <returns>Null where the integration does not work on a model.</returns>
    public static AnaplanWork? Of(IntegrationInput integration, TimeSpan? pastDuration = null) =>
        integration is { Endpoint: null, WorkspaceId: { } workspaceId, ModelId: { } modelId }
            ? new() { WorkspaceId = workspaceId, ModelId = modelId, ProcessId = integration.ProcessId, Idempotent = integration.Idempotent, Jobs = integration.Jobs, PastDuration = pastDuration }
            : null;
}
