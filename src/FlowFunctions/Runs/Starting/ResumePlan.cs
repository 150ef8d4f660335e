using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>What is left to do after a run.</summary>
internal sealed class ResumePlan
{
    private readonly RunDocument _run;
    private readonly FlowInput _flow;
    private readonly Dictionary<string, StepRecord> _earlier;
    private readonly HashSet<string> _alreadyDone;
    private readonly HashSet<string> _keptFailed;
    private readonly HashSet<string>? _selected;

    /// <param name="run">One that has ended.</param>
    /// <param name="flow">As it is now.</param>
    public ResumePlan(RunDocument run, FlowInput flow)
    {
        (_run, _flow) = (run, flow);
        _earlier = run.Steps.ToDictionary(step => step.Referrer, StringComparer.Ordinal);
        _keptFailed = (run.Selection.KeptFailed ?? []).ToHashSet(StringComparer.Ordinal);
        _alreadyDone = run.Selection.AlreadyDone.Except(_keptFailed, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        _selected = run.Selection.StepsToRun?.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Steps that succeeded are done, and so are those that partly succeeded where the flow goes on after that; what the earlier run was
    /// asked to leave out stays out; everything else runs again. Null where that leaves nothing to run.
    /// </summary>
    public RunSelection? Rest() => Without(new HashSet<string>(StringComparer.Ordinal));

    /// <summary>
    /// The same, with the step and all that depends on it, directly or not, run again however they ended. What must be done before the step stays as it is: it has to count as done, as it did
    /// for the earlier run, or the step would run again without it.
    /// </summary>
    /// <returns>What to run, or why it makes no sense.</returns>
    public (RunSelection? Selection, RunStart? Refusal) From(string referrer)
    {
        if (_flow.Steps.SingleOrDefault(step => step.Referrer == referrer) is not { } step)
        {
            return Invalid($"No step of this flow has the referrer {Quoted.Of(referrer)}.");
        }

        if (step.IsSkipped)
        {
            return Invalid("The flow skips this step: it cannot be resumed from.");
        }

        if (_selected?.Contains(referrer) == false)
        {
            return Invalid($"Run {_run.Id} was asked to leave this step out; run the flow with 'stepsToRun' instead.");
        }

        var plan = FlowPlan.Of(_flow);
        var before = _flow.Steps.IntersectBy(plan.Before(referrer), one => one.Referrer).Where(one => !one.IsSkipped).ToList();
        if (before.FirstOrDefault(earlier => _selected?.Contains(earlier.Referrer) != false && !CountedAsDone(earlier)) is { } undone)
        {
            return (null, new RunStart.Refused(
                $"The step depends on '{_earlier.GetValueOrDefault(undone.Referrer)?.Name ?? undone.Referrer}' ({undone.Referrer}), which was not done in run {_run.Id}; resume from that step, or without one."));
        }

        var again = plan.After(referrer).Append(referrer).ToHashSet(StringComparer.Ordinal);
        return (Without(again, [.. before.Select(earlier => earlier.Referrer)]), null);

        static (RunSelection?, RunStart?) Invalid(string message) => (null, new RunStart.Invalid([new("fromStep", message)]));
    }

    /// <param name="again">What runs again though it may be done.</param>
    /// <param name="kept">What is done though it may have failed: the flow went on after it.</param>
    private RunSelection? Without(HashSet<string> again, IReadOnlyList<string>? kept = null)
    {
        var done = new List<string>();
        var keptFailed = new List<string>();
        var left = new List<string>();
        foreach (var step in _flow.Steps)
        {
            if (!again.Contains(step.Referrer) && IsDone(step))
            {
                done.Add(step.Referrer);
            }
            else if (kept?.Contains(step.Referrer) == true && CountedAsDone(step))
            {
                done.Add(step.Referrer);
                keptFailed.Add(step.Referrer);
            }
            else if (!step.IsSkipped && _selected?.Contains(step.Referrer) != false)
            {
                left.Add(step.Referrer);
            }
        }

        return left.Count == 0
            ? null
            : new RunSelection
            {
                // What is kept is still to be done by whoever resumes this run: it is not left out.
                StepsToRun = _selected is null ? null : [.. left, .. keptFailed],
                AlreadyDone = done,
                KeptFailed = keptFailed.Count == 0 ? null : keptFailed,
            };
    }

    private bool IsDone(FlowStepInput step) => _alreadyDone.Contains(step.Referrer) || StatusOf(step) switch
    {
        StepStatus.Success => true,
        StepStatus.PartialSuccess => step.OnPartialSuccess == ExceptionStrategy.Continue,
        _ => false,
    };

    /// <summary>Whether the run went on after it: by the strategy that it had then, where that is on record, and not by the one that it has now.</summary>
    private bool CountedAsDone(FlowStepInput step) => IsDone(step) || _keptFailed.Contains(step.Referrer) || StatusOf(step) switch
    {
        StepStatus.PartialSuccess => DefinitionOf(step)?.OnPartialSuccess == ExceptionStrategy.Continue,
        StepStatus.Failure => (DefinitionOf(step)?.OnFailure ?? step.OnFailure) == ExceptionStrategy.Continue,
        _ => false,
    };

    private StepStatus? StatusOf(FlowStepInput step) => _earlier.GetValueOrDefault(step.Referrer)?.Status;

    private StepDefinition? DefinitionOf(FlowStepInput step) => _earlier.GetValueOrDefault(step.Referrer)?.Definition;
}
