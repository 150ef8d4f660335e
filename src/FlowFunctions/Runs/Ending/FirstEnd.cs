using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;

namespace FlowFunctions.Runs;

/// <summary>Which of several ends of a run stands, and a run that is to be put on record again with that one.</summary>
internal static class FirstEnd
{
    /// <summary>
    /// Whether what the history has of a run stands. Not an entry of a run that went on, nor of one that an earlier version skipped without getting to put that on record, and was started by the
    /// next try. One that broke or was given up stands where the run has come to no more than that: given up twice, or ended without having asked any target.
    /// </summary>
    public static bool StandsAgainst(RunDocument known, RunDocument run) =>
        known.EndDate is not null && known.Result?.ErrorCode != RunErrorCodes.Skipped && (!IsBrokenOff(known.Result) || IsBrokenOff(run.Result) || run.Steps.All(step => step.Attempts == 0));

    /// <summary>Whether the run has come to an end of its own, which one that broke, or was given up, has not.</summary>
    public static bool IsItsOwn(RunDocument run) => run.EndDate is not null && IsItsOwn(run.Result);

    /// <summary>As <see cref="IsItsOwn(RunDocument)"/>, of what the run's owner shows.</summary>
    public static bool IsItsOwn(LatestRun run) => run.EndDate is not null && IsItsOwn(new RunResult(run.Success, run.Message, run.ExecutionErrorCode));

    /// <param name="run">As it has ended now, with all that is known of its steps.</param>
    /// <param name="first">As it is in the history, where steps have no messages.</param>
    public static RunDocument Of(RunDocument run, RunDocument first)
    {
        var ended = run with { EndDate = first.EndDate, Result = first.Result, Canceller = first.Canceller };
        if (run.Kind == RunKind.Flow)
        {
            return ended with { Steps = [.. run.Steps.Select(step => first.Steps.FirstOrDefault(earlier => earlier.Referrer == step.Referrer) is { } earlier ? Of(step, earlier) : step)] };
        }

        // An integration's entry has no step: its one step has the run's end.
        return run.Result == first.Result && RunOutcomes.Of(run) == RunOutcomes.Of(first)
            ? ended
            : ended with { Steps = [.. run.Steps.Select(step => Of(step, first.Result!, RunOutcomes.Of(first), first.EndDate))], Details = null, Faults = null };
    }

    private static bool IsItsOwn(RunResult? result) => result?.ErrorCode != RunErrorCodes.Skipped && !IsBrokenOff(result);

    /// <summary>A step that its flow's run has taken along says the same, or that it was begun without that run's knowing.</summary>
    private static bool IsBrokenOff(RunResult? result) =>
        result is { IsBrokenOff: true } || (result is { ErrorCode: RunErrorCodes.Internal } && result.Message.StartsWith(UnkeptStarts.Message, StringComparison.Ordinal));

    private static StepRecord Of(StepRecord step, RunResult first, string outcome, DateTime? end)
    {
        var status = outcome switch
        {
            RunOutcome.Success => StepStatus.Success,
            RunOutcome.PartialSuccess => StepStatus.PartialSuccess,
            RunOutcome.Cancelled => StepStatus.Cancelled,
            _ when first.IsBrokenOff => step.StartDate is null ? StepStatus.NotRun : StepStatus.Cancelled,
            _ => StepStatus.Failure,
        };
        return status == StepStatus.NotRun
            ? step with { Status = status, Details = null, Faults = null }
            : step with { Status = status, EndDate = end, ErrorCode = first.ErrorCode, Progress = status == StepStatus.Success ? 1 : null, Message = first.Message, Details = null, Faults = null };
    }

    private static StepRecord Of(StepRecord step, StepRecord first)
    {
        var ended = step with
        {
            Status = first.Status,
            StartDate = Exactly(step.StartDate, first.StartDate),
            EndDate = Exactly(step.EndDate, first.EndDate),
            Attempts = first.Attempts,
            ErrorCode = first.ErrorCode,
        };
        ended = WithTries(ended, step.EndDate);
        return step.Status == first.Status ? ended : ended with { Progress = first.Status == StepStatus.Success ? 1 : null, Message = null, Details = null, Faults = null };
    }

    /// <summary>Of its tries those that had begun by its end, the last of which ended with it.</summary>
    /// <param name="step">With the end that it had first.</param>
    /// <param name="end">UTC; which it has come to now.</param>
    private static StepRecord WithTries(StepRecord step, DateTime? end)
    {
        if (step.Tries is not { } all || step.EndDate is not { } until)
        {
            return step.StartDate is null ? step with { Tries = null, Retries = 0 } : step;
        }

        List<TrySpan> begun = [.. all.Where(one => one.Start <= until).Select(one => one.End is null || one.End == end || one.End > until ? one with { End = step.EndDate } : one)];
        return step with { Tries = begun.Count == 0 ? null : begun, Retries = begun.Count == all.Count ? step.Retries : Math.Max(begun.Count - 1, 0) };
    }

    /// <summary>The history keeps milliseconds (<see cref="HistoryStep"/>); what is known now is the same instant, or another.</summary>
    private static DateTime? Exactly(DateTime? now, DateTime? kept) => now - kept is { } more && more >= TimeSpan.Zero && more < TimeSpan.FromMilliseconds(1) ? now : kept;
}
