using System.ComponentModel.DataAnnotations;

namespace FlowFunctions.Runs;

/// <summary>What a resume of a run would do now.</summary>
/// <param name="Refusal">Why it would start nothing, for people; null where it would start a run.</param>
/// <param name="Runs">The steps that would run, in the flow's order; none where it would be refused.</param>
/// <param name="Keeps">The steps that would count as done and not run again, in the flow's order; none where it would be refused.</param>
internal sealed record ResumePreviewResource(
    [property: MinLength(1)] string? Refusal,
    IReadOnlyList<ResumedStepResource> Runs,
    IReadOnlyList<ResumedStepResource> Keeps)
{
    public static ResumePreviewResource Of(ResumePreview preview, string flowId) => new(
        preview.Refusal is { } refusal ? RunAnswers.RefusalOf(refusal, flowId) : null,
        [.. preview.Runs.Select(ResumedStepResource.Of)],
        [.. preview.Keeps.Select(ResumedStepResource.Of)]);
}
