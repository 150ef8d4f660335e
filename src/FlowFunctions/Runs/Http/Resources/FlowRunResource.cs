using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>A run of a flow, with its steps.</summary>
internal sealed record FlowRunResource : RunStatusResource
{
    private FlowRunResource(RunStatusResource status)
        : base(status)
    {
    }

    /// <summary>Of the flow when the run started.</summary>
    [JsonPropertyOrder(1)]
    [MinLength(1)]
    public required string Name { get; init; }

    /// <summary>Referrer of the step that it was resumed from; null where it does what was left.</summary>
    [JsonPropertyOrder(1)]
    [LooksLike(TextShape.Id)]
    public required string? ResumedFromStep { get; init; }

    /// <summary>The newest run that resumed this one; null where none did.</summary>
    [JsonPropertyOrder(1)]
    [LooksLike(TextShape.Id)]
    public required string? ResumedBy { get; init; }

    /// <summary>In flow order.</summary>
    [JsonPropertyOrder(2)]
    public required IReadOnlyList<RunStepResource> Steps { get; init; }

    /// <param name="run">As it stands.</param>
    /// <param name="resumedBy">The newest run that resumed it; null where none did.</param>
    public static FlowRunResource Of(RunDocument run, string? resumedBy) => new(RunStatusResource.Of(run))
    {
        Name = run.Name,
        ResumedFromStep = run.ResumedFromStep,
        ResumedBy = resumedBy,
        Steps = [.. run.Steps.Select(step => RunStepResource.Of(run, step))],
    };
}
