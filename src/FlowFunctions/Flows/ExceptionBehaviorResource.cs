using FlowFunctions.Core.Flows;

namespace FlowFunctions.Flows;

/// <summary>What a flow does when a step ends with this outcome.</summary>
internal sealed record ExceptionBehaviorResource(string Type, ExceptionStrategy Strategy)
{
    /// <summary>Always both types, whichever the author gave.</summary>
    public static IReadOnlyList<ExceptionBehaviorResource> Of(FlowStepInput step) =>
        [new("failure", step.OnFailure), new("partial_success", step.OnPartialSuccess)];
}
