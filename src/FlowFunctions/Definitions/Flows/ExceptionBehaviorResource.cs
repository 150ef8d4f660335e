using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Definitions;

/// <summary>What the flow does when a step ends so.</summary>
/// <param name="Type">How the step ends.</param>
/// <param name="Strategy">`continue` counts the step as done; `stop` starts no further step.</param>
internal sealed record ExceptionBehaviorResource(
    [property: AllowedValues("failure", "partial_success")] string Type,
    ExceptionStrategy Strategy)
{
    /// <summary>Always both types, whichever the author gave.</summary>
    public static IReadOnlyList<ExceptionBehaviorResource> Of(ExceptionStrategy onFailure, ExceptionStrategy onPartialSuccess) =>
        [new("failure", onFailure), new("partial_success", onPartialSuccess)];
}
