using System.ComponentModel.DataAnnotations;
using System.Xml;
using FlowFunctions.Core.Flows;
using FlowFunctions.Http;

namespace FlowFunctions.Definitions;

/// <summary>
/// How a step is tried again that ends as a failure; `exceptionBehavior` judges the last try. Each try is an operation of its own for the
/// target. The wait before retry n is `backoff` × `coefficient`ⁿ⁻¹, at most `maxBackoff`.
/// </summary>
/// <param name="Count">Retries after the first try.</param>
/// <param name="Backoff">From the end of the first try to the first retry.</param>
/// <param name="Coefficient">By how much each wait is longer than the one before.</param>
/// <param name="MaxBackoff">No wait is longer; not shorter than `backoff`.</param>
internal sealed record StepRetryResource(
    [property: Range(StepRetry.MinimumCount, StepRetry.MaximumCount)] int Count,
    [property: LooksLike(TextShape.Duration, Example = "PT30S", Minimum = "PT1S", Maximum = "PT1H")] string Backoff,
    [property: Range(StepRetry.MinimumCoefficient, StepRetry.MaximumCoefficient)] double Coefficient,
    [property: LooksLike(TextShape.Duration, Example = "PT10M", Minimum = "PT1S", Maximum = "PT1H")] string MaxBackoff)
{
    public static StepRetryResource Of(StepRetry retry) =>
        new(retry.Count, XmlConvert.ToString(retry.Backoff), retry.Coefficient, XmlConvert.ToString(retry.MaxBackoff));
}
