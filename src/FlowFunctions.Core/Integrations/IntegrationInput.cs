namespace FlowFunctions.Core.Integrations;

/// <summary>An integration as its author wrote it: a process of a model, jobs that move data into or out of one, or an HTTP endpoint.</summary>
public sealed record IntegrationInput
{
    public const int MaximumNameLength = 200;
    public const int MaximumJobs = 100;

    /// <summary>1 to 200 characters, trimmed.</summary>
    public required string Name { get; init; }

    /// <summary>Workspace of the model; null for an endpoint that belongs to none.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Model that the integration works on; null for an endpoint that belongs to none.</summary>
    public string? ModelId { get; init; }

    /// <summary>Digits; null unless the integration is a process.</summary>
    public string? ProcessId { get; init; }

    public bool NuxVisible { get; init; }

    /// <summary>
    /// Whether it does no harm that its imports, or its process, run twice, as those do that replace what they loaded. Where nobody can tell whether one was started it is started again then; an
    /// integration without this ends as a failure that says so. False for an endpoint, which is told by the operation's id.
    /// </summary>
    public bool Idempotent { get; init; }

    /// <summary>
    /// Empty for an endpoint and a bare process, otherwise 1 to 100. A process has them for those of its actions that read or write files, and in both
    /// directions where it likes; the jobs of another integration go all in one direction.
    /// </summary>
    public IReadOnlyList<JobInput> Jobs { get; init; } = [];

    /// <summary>Null unless the integration is an HTTP endpoint.</summary>
    public EndpointInput? Endpoint { get; init; }

    public IntegrationType TypeOf() =>
        ProcessId is not null || Jobs.Count == 0 ? IntegrationType.Process
        : Jobs[0].Type.IsImport ? IntegrationType.Import
        : IntegrationType.Export;
}
