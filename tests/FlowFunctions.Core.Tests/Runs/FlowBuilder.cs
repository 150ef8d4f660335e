using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

/// <summary>Builds flows whose steps have one-word referrers; a step's name is "The " and its referrer.</summary>
internal sealed class FlowBuilder
{
    private readonly List<StepSnapshot> _steps = [];

    public FlowSnapshot Flow => new() { FlowId = Ids.Of(1), Name = "Nightly load", Steps = _steps };

    /// <param name="step"><c>"c after a, b"</c>, or just <c>"a"</c>.</param>
    public FlowBuilder Step(string step, bool skipped = false, ExceptionStrategy onFailure = ExceptionStrategy.Stop, ExceptionStrategy onPartialSuccess = ExceptionStrategy.Continue)
    {
        var parts = step.Split(" after ");
        _steps.Add(new StepSnapshot
        {
            Referrer = parts[0],
            Name = $"The {parts[0]}",
            DependsOn = parts.Length == 1 ? [] : parts[1].Split(", "),
            IsSkipped = skipped,
            OnFailure = onFailure,
            OnPartialSuccess = onPartialSuccess,
        });
        return this;
    }

    public FlowProgress Start(int maxParallelSteps = 20, RunSelection? selection = null) =>
        FlowProgress.Start(Flow, selection ?? RunSelection.Everything, maxParallelSteps);
}
