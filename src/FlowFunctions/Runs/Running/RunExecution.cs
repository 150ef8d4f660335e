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
    private readonly TaskOrchestrationContext _context;
    private readonly RunInput _input;
    private readonly StepsInFlight _steps;
    private FlowProgress? _progress;
    private RunResult? _broken;

    public RunExecution(TaskOrchestrationContext context, RunInput input)
    {
        _context = context;
        _input = input;
        _steps = new StepsInFlight(context, input, TryAgain);
    }

    public async Task RunAsync()
    {
        try
        {
            _progress = FlowProgress.Start(_input.Flow, _input.Run.Selection, _input.MaxParallelSteps);
            await RunToEndAsync(_progress);
        }
        catch (Exception exception)
        {
            // Whatever it was, the run has ended, and says so in its record.
            LogBroken(_context.CreateReplaySafeLogger(typeof(RunFlow)), _input.Run.Id, exception);
            _broken = new RunResult(false, TargetText.Bound($"Failed: {exception.Message}"), RunErrorCodes.Internal);
            _progress?.Fail(TargetText.Bound(exception.Message), _context.CurrentUtcDateTime);
            await CancelStepsAsync();
        }

        ShowStatus();
    }

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

    private async Task RunToEndAsync(FlowProgress progress)
    {
        using var ended = new CancellationTokenSource();
        var cancelled = _context.WaitForExternalEvent<string>(RunFlow.CancelEvent, ended.Token);
        var timedOut = _context.CreateTimerNotBefore(_input.Run.StartDate + _input.MaxRunDuration, ended.Token);
        try
        {
            while (!progress.IsComplete)
            {
                foreach (var step in progress.StartReady(_context.CurrentUtcDateTime))
                {
                    _steps.Start(step);
                }

                ShowStatus();
                var first = await Task.WhenAny([.. _steps.Running, cancelled, timedOut]);
                if (first == cancelled)
                {
                    progress.Cancel(await cancelled ?? "an operator", _context.CurrentUtcDateTime);
                    await CancelStepsAsync();
                }
                else if (first == timedOut)
                {
                    progress.TimeOut(_input.MaxRunDuration, _context.CurrentUtcDateTime);
                    await CancelStepsAsync();
                }
                else
                {
                    var (referrer, outcome) = await _steps.TakeAsync(first);
                    progress.Complete(referrer, outcome, _context.CurrentUtcDateTime);
                }
            }
        }
        finally
        {
            // The timer would keep the orchestration from ending. Cancelled here and now: an orchestrator's continuations stay in its turn.
#pragma warning disable CA1849, MA0042
            ended.Cancel();
#pragma warning restore CA1849, MA0042
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
            _context.SetCustomStatus(LiveStatus.Of(_progress.Steps, _input.Run.StartDate, _steps.Tries.Of));
        }
    }

    [LoggerMessage(1504, LogLevel.Error, "Run {RunId} broke.")]
    private static partial void LogBroken(ILogger logger, string runId, Exception exception);
}
