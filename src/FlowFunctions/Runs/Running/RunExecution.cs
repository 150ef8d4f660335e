using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// One execution of <see cref="RunFlow"/>: moves events into the run's state machine and commands out of it. Replayed, so it takes time
/// and tasks from the context alone.
/// </summary>
internal sealed partial class RunExecution
{
    /// <summary>
    /// How much earlier than the run's end as timed out its timer begins, at the least: more than the activity of a step may take with all its repetitions. A run that ends before has none, for
    /// a timer that is not needed any more stays a message in the hub until its time.
    /// </summary>
    internal static readonly TimeSpan TimerAhead = TimeSpan.FromHours(6);

    private readonly TaskOrchestrationContext _context;
    private readonly RunInput _input;
    private readonly Wakes _wakes;
    private readonly StepsInFlight _steps;
    private readonly ShownStatus _shown;
    private readonly TaskCompletionSource _timedOut = new();
    private readonly Task<string> _cancelled;
    private CancellationToken _untilEnd;
    private FlowProgress? _progress;
    private RunResult? _broken;
    private bool _hasTimer;

    public RunExecution(TaskOrchestrationContext context, RunInput input, Wakes wakes)
    {
        _context = context;
        _input = input;
        _wakes = wakes;
        _steps = new StepsInFlight(context, input, wakes, TryAgain, StartTimer);
        _shown = new(input.Run.StartDate, _steps.Tries.Of);
        _cancelled = context.WaitForExternalEvent<string>(RunFlow.CancelEvent);
    }

    /// <returns>False where the run goes on in another history (<see cref="ToRest"/>).</returns>
    public async Task<bool> RunAsync()
    {
        try
        {
            _progress = _input.Standing is { } standing ? FlowProgress.Restore(standing.Progress) : FlowProgress.Start(_input.Flow, _input.Run.Selection, _input.MaxParallelSteps);
            if (!await RunToEndAsync(_progress))
            {
                ShowStatus();
                _ = PassOnAsync();
                return false;
            }
        }
        catch (Exception exception)
        {
            // Whatever it was, the run has ended, and says so in its record.
            LogBroken(_context.CreateReplaySafeLogger(typeof(RunFlow)), _input.Run.Id, exception);
            _broken = new RunResult(false, TargetText.Bound($"{RunResult.BrokenOff}{exception.Message}"), RunErrorCodes.Internal);
            _progress?.Fail(TargetText.Bound(exception.Message), _context.CurrentUtcDateTime);
            await CancelStepsAsync();
        }

        ShowStatus();
        return true;
    }

    /// <summary>The run as it stands, none of its steps being in flight.</summary>
    public RunInput ToRest() => _input with { Standing = new(_progress!.Save(), _steps.ToldReports, _steps.Tries.Told) };

    /// <summary>The run's record, once it has ended.</summary>
    public RunDocument ToRecord()
    {
        StepRecord[] steps = _progress is null
            ? [.. _input.Run.Steps.Select(step => step with { Status = StepStatus.NotRun })]
            : [.. _progress.Steps.Zip(_input.Run.Steps, (step, started) => StepRecord.Of(step, started, _steps.ReportOf(step.Referrer), _steps.Tries.Of(step)))];
        var ended = _input.Run with { EndDate = _context.CurrentUtcDateTime, Result = _broken ?? _progress!.Result, Steps = steps };
        return _input.Run.Kind == RunKind.Integration && _broken is null
            ? ended with
            {
                Result = IntegrationRun.ResultOf(steps[0], ended.Result),
                Canceller = steps[0].Status == StepStatus.Cancelled ? ended.Result.CancelledBy : null,
                Details = steps[0].Details,
                Faults = steps[0].Faults,
            }
            : ended;
    }

    /// <returns>False where it has not come to its end, and its history is to start over.</returns>
    private async Task<bool> RunToEndAsync(FlowProgress progress)
    {
        using var over = new CancellationTokenSource();
        _untilEnd = over.Token;
        if (_input.StepsPerExecution == 0)
        {
            StartTimer();
        }

        try
        {
            var ended = 0;
            while (!progress.IsComplete)
            {
                // What has been received would be lost with this history.
                if (_input.StepsPerExecution > 0 && ended >= _input.StepsPerExecution && _steps.AreNone && !_wakes.HaveCome && !_cancelled.IsCompleted && !_timedOut.Task.IsCompleted)
                {
                    return false;
                }

                // Where nothing has come for long, as after a downtime, there may be no timer yet.
                if (_input.StartsNothingAfterItsTime && _context.CurrentUtcDateTime >= _input.TimesOutAt)
                {
                    await TimeOutAsync(progress);
                    continue;
                }

                foreach (var step in progress.StartReady(_context.CurrentUtcDateTime))
                {
                    _steps.Start(step);
                }

                if (_context.CurrentUtcDateTime >= _input.TimesOutAt - TimerAhead)
                {
                    StartTimer();
                }

                ShowStatus();
                var woken = _wakes.Next;
                var first = await Task.WhenAny([.. _steps.Running, _cancelled, _timedOut.Task, woken]);
                if (first == woken)
                {
                    // Those who wait ask again by themselves. The run's time may be over without its timer.
                    if (_context.CurrentUtcDateTime >= _input.TimesOutAt)
                    {
                        await TimeOutAsync(progress);
                    }

                    continue;
                }

                if (first == _cancelled)
                {
                    progress.Cancel(await _cancelled ?? "an operator", _context.CurrentUtcDateTime);
                    await CancelStepsAsync();
                }
                else if (first == _timedOut.Task)
                {
                    await TimeOutAsync(progress);
                }
                else
                {
                    var (referrer, outcome) = await _steps.TakeAsync(first);
                    progress.Complete(referrer, outcome, _context.CurrentUtcDateTime);
                    ended++;
                }
            }

            return true;
        }
        finally
        {
            // The timer would keep the orchestration from ending. Cancelled here and now: an orchestrator's continuations stay in its turn.
#pragma warning disable CA1849, MA0042
            over.Cancel();
#pragma warning restore CA1849, MA0042
        }
    }

    /// <summary>
    /// A cancellation that comes in the same turn, after the event with which the history starts over, is still given to whoever waits for it here, and to nobody else: it is sent on to the next
    /// history.
    /// </summary>
    private async Task PassOnAsync() => _context.SendEvent(_context.InstanceId, RunFlow.CancelEvent, await _cancelled);

    private async Task TimeOutAsync(FlowProgress progress)
    {
        progress.TimeOut(_input.MaxRunDuration, _context.CurrentUtcDateTime);
        await CancelStepsAsync();
    }

    /// <summary>Begins with the first thing that may take longer than an activity, and where the run's time is nearly over.</summary>
    private void StartTimer()
    {
        if (!_hasTimer && !_untilEnd.IsCancellationRequested)
        {
            _hasTimer = true;
            _ = WaitForEndAsync();
        }
    }

    private async Task WaitForEndAsync()
    {
        try
        {
            await _context.CreateTimerNotBefore(_input.TimesOutAt, _untilEnd);
            _timedOut.TrySetResult();
        }
        catch (TaskCanceledException)
        {
            // The run has ended before.
        }
    }

    /// <summary>What a cancelled step has done all the same is in its message: a run that was cancelled may have loaded.</summary>
    private async Task CancelStepsAsync()
    {
        foreach (var (referrer, leftOver) in await _steps.CancelAsync())
        {
            _progress?.Note(referrer, leftOver);
        }
    }

    private void TryAgain(string referrer, StepRetrial retrial)
    {
        _progress!.TryAgain(referrer, retrial);
        ShowStatus();
    }

    private void ShowStatus()
    {
        if (_progress is not null)
        {
            _shown.Steps = [.. _progress.Steps];
            _context.SetCustomStatus(_shown);
        }
    }

    [LoggerMessage(1504, LogLevel.Error, "Run {RunId} broke.")]
    private static partial void LogBroken(ILogger logger, string runId, Exception exception);
}
