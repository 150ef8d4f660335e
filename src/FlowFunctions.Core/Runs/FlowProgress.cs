using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Runs;

/// <summary>
/// The state machine of one run: it takes what happened and answers which steps to start. It has no clock, no tasks and no chance: the
/// same calls give the same answers, so an orchestrator may replay it. Instants are UTC; others are refused. Not thread-safe.
/// </summary>
/// <remarks>
/// Of the ways in which a run ends the first one counts: what stopped the flow is reported unless the run is cancelled, timed out or
/// failed while steps still run; and nothing changes a run that is complete.
/// </remarks>
public sealed class FlowProgress
{
    private readonly FlowSnapshot _flow;
    private readonly RunSelection _selection;
    private readonly int _maxParallelSteps;
    private readonly DependencyGraph _graph;
    private readonly StepReadiness _readiness;
    private readonly StepProgress[] _steps;
    private int _running;
    private int? _stoppedBy;
    private int? _firstFailed;
    private RunResult? _endedAs;

    private FlowProgress(FlowSnapshot flow, RunSelection selection, int maxParallelSteps, StepProgress[]? steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxParallelSteps, 1);
        _flow = flow;
        _selection = selection;
        _maxParallelSteps = maxParallelSteps;
        _graph = new DependencyGraph([.. flow.Steps.Select(step => (step.Referrer, step.DependsOn))]);
        _steps = steps ?? StepSelection.Apply(flow, selection);
        _readiness = new StepReadiness(_graph, Array.ConvertAll(_steps, step => step.Status == StepStatus.Skipped));
        foreach (var referrer in selection.AlreadyDone.Where(_graph.Contains))
        {
            _readiness.MarkDone(_graph.PositionOf(referrer));
        }
    }

    /// <summary>Nothing is running and nothing will start.</summary>
    public bool IsComplete => _running == 0 && !_readiness.HasReady;

    /// <exception cref="InvalidOperationException">The run is not complete.</exception>
    public RunResult Result => IsComplete
        ? _endedAs
            ?? (_stoppedBy is { } stoppedBy ? RunConclusion.StoppedAt(_steps[stoppedBy]) : RunConclusion.RanToEnd(_steps, _firstFailed is { } failed ? _steps[failed] : null))
        : throw new InvalidOperationException("A run has no result before it is complete.");

    /// <summary>Every step in flow order, as it stands now: a view that changes with the run.</summary>
    public IReadOnlyList<StepProgress> Steps => _steps.AsReadOnly();

    /// <summary>A run in which no step has started.</summary>
    /// <param name="flow">The flow as it is now; later changes to it do not touch the run.</param>
    /// <param name="selection">Names in it that the flow does not have are ignored: a request is checked by <see cref="RunSelectionRules"/>, and what an earlier run did may be gone.</param>
    /// <param name="maxParallelSteps">How many steps may run at the same time, at least 1.</param>
    /// <exception cref="ArgumentException">The flow is not valid: a referrer twice, an unknown dependency, or a cycle.</exception>
    public static FlowProgress Start(FlowSnapshot flow, RunSelection selection, int maxParallelSteps) => new(flow, selection, maxParallelSteps, null);

    /// <summary>The run whose <see cref="Save"/> gave the state; it goes on as that one would.</summary>
    public static FlowProgress Restore(FlowProgressState state)
    {
        var progress = new FlowProgress(state.Flow, state.Selection, state.MaxParallelSteps, [.. state.Steps]);
        progress.Resume(state);
        return progress;
    }

    public FlowProgressState Save() => new()
    {
        Flow = _flow,
        Selection = _selection,
        MaxParallelSteps = _maxParallelSteps,
        Steps = [.. _steps],
        StoppedBy = _stoppedBy is { } stoppedBy ? _steps[stoppedBy].Referrer : null,
        FirstFailed = _firstFailed is { } failed ? _steps[failed].Referrer : null,
        EndedAs = _endedAs,
    };

    /// <summary>Starts the steps that have nothing left to wait for, in flow order, as many as may run; empty when none can.</summary>
    public IReadOnlyList<StepSnapshot> StartReady(DateTime now)
    {
        RequireUtc(now);
        var started = new List<StepSnapshot>();
        while (_running < _maxParallelSteps && _readiness.TryTake(out var step))
        {
            _running++;
            _steps[step] = _steps[step] with { Status = StepStatus.Running, StartDate = now, Attempts = 1 };
            started.Add(_flow.Steps[step]);
        }

        return started;
    }

    /// <summary>
    /// Records that a try of a running step has failed and that another one follows: the step runs on, and no strategy applies. Ignored for a step
    /// that was cancelled.
    /// </summary>
    /// <exception cref="InvalidOperationException">The flow has no such step, or it is not running.</exception>
    public void TryAgain(string referrer, StepRetrial retrial)
    {
        var step = PositionOfStarted(referrer);
        if (_steps[step].Status == StepStatus.Running)
        {
            _steps[step] = _steps[step] with { Retries = retrial.Retry, Attempts = retrial.Attempts, Message = retrial.Message, RetryAt = retrial.At };
        }
    }

    /// <summary>
    /// Records how a running step ended, and applies its strategy for that outcome. Ignored for a step that was cancelled: its target may
    /// still answer afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">The flow has no such step, or it is not running.</exception>
    public void Complete(string referrer, StepOutcome outcome, DateTime now)
    {
        RequireUtc(now);
        var step = PositionOfStarted(referrer);
        if (_steps[step].Status == StepStatus.Cancelled)
        {
            return;
        }

        _running--;
        _steps[step] = _steps[step] with
        {
            Status = StatusOf(outcome.Kind),
            EndDate = now,
            RetryAt = null,
            Attempts = outcome.Attempts,
            Message = outcome.Message,
            ErrorCode = outcome.ErrorCode,
        };
        _firstFailed ??= outcome.Kind == StepOutcomeKind.Failure ? step : null;
        if (_stoppedBy is not null)
        {
            return;
        }

        if (CountsAsDone(step))
        {
            _readiness.MarkDone(step);
        }
        else
        {
            _stoppedBy = step;
            GiveUpPending();
        }
    }

    /// <summary>Ends the run at the wish of <paramref name="user"/>: its running steps are cancelled, those that have not started will not. No effect when the run is complete.</summary>
    public void Cancel(string user, DateTime now) => End(RunConclusion.Cancelled(user), now);

    /// <summary>Ends the run as <see cref="Cancel"/> does, because it has not come to its end <paramref name="after"/> its start.</summary>
    public void TimeOut(TimeSpan after, DateTime now) => End(RunConclusion.TimedOut(after), now);

    /// <summary>Ends the run as <see cref="Cancel"/> does, because of a fault of the service itself.</summary>
    public void Fail(string reason, DateTime now) => End(RunConclusion.Failed(reason), now);

    /// <summary>Adds to the message of a step that was cancelled what it has done all the same, or may do. Ignored for another.</summary>
    /// <exception cref="InvalidOperationException">The flow has no such step, or it has not started.</exception>
    public void Note(string referrer, string leftOver)
    {
        var step = PositionOfStarted(referrer);
        if (_steps[step] is { Status: StepStatus.Cancelled, Message: var message })
        {
            _steps[step] = _steps[step] with { Message = string.IsNullOrEmpty(message) ? leftOver : $"{message.TrimEnd('.')}. {leftOver}" };
        }
    }

    private static void RequireUtc(DateTime now)
    {
        if (now.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException($"Instants are UTC, but this one is {now.Kind}.", nameof(now));
        }
    }

    /// <summary>How a step stands that has ended so, and is not tried again.</summary>
    public static StepStatus StatusOf(StepOutcomeKind kind) => kind switch
    {
        StepOutcomeKind.Success => StepStatus.Success,
        StepOutcomeKind.PartialSuccess => StepStatus.PartialSuccess,
        _ => StepStatus.Failure,
    };

    private int PositionOfStarted(string referrer)
    {
        if (!_graph.Contains(referrer))
        {
            throw new InvalidOperationException($"The flow has no step '{referrer}'.");
        }

        var step = _graph.PositionOf(referrer);
        return _steps[step].Status is StepStatus.Running or StepStatus.Cancelled
            ? step
            : throw new InvalidOperationException($"Step '{referrer}' is not running but {_steps[step].Status}.");
    }

    private bool CountsAsDone(int step) => _steps[step].Status switch
    {
        StepStatus.Success => true,
        StepStatus.PartialSuccess => _flow.Steps[step].OnPartialSuccess == ExceptionStrategy.Continue,
        StepStatus.Failure => _flow.Steps[step].OnFailure == ExceptionStrategy.Continue,
        _ => false,
    };

    private void End(RunResult result, DateTime now)
    {
        RequireUtc(now);
        if (IsComplete)
        {
            return;
        }

        _endedAs = result;
        GiveUpPending();
        for (var step = 0; step < _steps.Length; step++)
        {
            if (_steps[step].Status == StepStatus.Running)
            {
                _steps[step] = _steps[step] with { Status = StepStatus.Cancelled, EndDate = now, Message = result.Message, ErrorCode = result.ErrorCode };
            }
        }

        _running = 0;
    }

    private void GiveUpPending()
    {
        _readiness.Withdraw(_ => true);
        for (var step = 0; step < _steps.Length; step++)
        {
            if (_steps[step].Status == StepStatus.Pending)
            {
                _steps[step] = _steps[step] with { Status = StepStatus.NotRun };
            }
        }
    }

    private void Resume(FlowProgressState state)
    {
        _stoppedBy = state.StoppedBy is null ? null : _graph.PositionOf(state.StoppedBy);
        _firstFailed = state.FirstFailed is null ? null : _graph.PositionOf(state.FirstFailed);
        _endedAs = state.EndedAs;
        _running = _steps.Count(step => step.Status == StepStatus.Running);
        for (var step = 0; step < _steps.Length; step++)
        {
            if (CountsAsDone(step))
            {
                _readiness.MarkDone(step);
            }
        }

        _readiness.Withdraw(step => _steps[step].Status != StepStatus.Pending);
    }
}
