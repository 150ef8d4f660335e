using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>A step that a run has in flight, through all its tries. Lives in an orchestrator, and is touched in its turns alone.</summary>
internal sealed class RunningStep(StepSnapshot step)
{
    private readonly TaskCompletionSource _letGo = new();

    public StepSnapshot Step => step;

    /// <summary>The try that is under way; null between two tries.</summary>
    public StepCall? Call { get; set; }

    /// <summary>The instance of <see cref="AwaitStep"/> in which the try goes on; null where it does not.</summary>
    public string? AwaitedIn { get; set; }

    /// <summary>The outcome of the last try.</summary>
    public Task<StepOutcome> End { get; set; } = null!;

    /// <summary>Ends when the run no longer waits for the step: there must be no other try.</summary>
    public Task LetGo => _letGo.Task;

    public void LetGoOf() => _letGo.TrySetResult();
}
