using System.Text.Json.Serialization;

namespace FlowFunctions.Runs;

/// <summary>A run of a flow, with its steps.</summary>
internal sealed record FlowRunResource : RunStatusResource
{
    private FlowRunResource(RunStatusResource status)
        : base(status)
    {
    }

    /// <summary>In flow order.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<RunStepResource> Steps { get; init; }

    public static new FlowRunResource Of(RunDocument run) =>
        new(RunStatusResource.Of(run)) { Steps = [.. run.Steps.Select(step => RunStepResource.Of(run, step))] };
}
