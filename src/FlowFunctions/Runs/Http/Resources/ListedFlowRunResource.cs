using System.Text.Json.Serialization;

namespace FlowFunctions.Runs;

/// <summary>A run in the list of its flow's.</summary>
internal sealed record ListedFlowRunResource : RunStatusResource
{
    private ListedFlowRunResource(RunStatusResource status)
        : base(status)
    {
    }

    /// <summary>What became of its steps, in flow order. Left out where it is not asked for, while the run goes on, and for a run from before this was kept.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ListedStepResource>? Steps { get; init; }

    /// <param name="run">As the history has it.</param>
    public static new ListedFlowRunResource Of(RunDocument run) =>
        new(RunStatusResource.Of(run)) { Steps = run.Steps.Count == 0 ? null : [.. run.Steps.Select(ListedStepResource.Of)] };
}
