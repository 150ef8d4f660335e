using System.ComponentModel.DataAnnotations;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>A step that a resumed run would run or keep.</summary>
/// <param name="Referrer">Of its integration.</param>
/// <param name="Name">Of its integration, as it is now.</param>
internal sealed record ResumedStepResource([property: LooksLike(TextShape.Id)] string Referrer, [property: MinLength(1)] string Name)
{
    public static ResumedStepResource Of(ResumePreview.NamedStep step) => new(step.Referrer, step.Name);
}
