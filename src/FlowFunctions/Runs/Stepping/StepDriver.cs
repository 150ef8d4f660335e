using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

/// <summary>
/// Moves a step on: asks its target, and decides what the reply means and when to ask again. What must survive a crash is in the
/// step's handle before anybody waits; an activity that runs again therefore polls the task that its predecessor started.
/// </summary>
public sealed partial class StepDriver(
    IStepTarget target, StepHandleStore handles, BackOff backOff, IOptions<TargetsOptions> options, TimeProvider time, ILogger<StepDriver> logger)
{
    /// <summary>From the loss of a step to another exchange until it is looked at again.</summary>
    private static readonly TimeSpan AfterSuperseded = TimeSpan.FromSeconds(5);

    /// <summary>From a request to its answer: longer ones are kept at once, as is the end of a task. Before shorter ones storage has just answered.</summary>
    private static readonly TimeSpan KeepsEndAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// From the begin of a try to its end: a later one is kept at once, for a run that was woken meanwhile (<see cref="StandingRuns"/>) has asked for the step once more, and that must not ask the
    /// target again when the run has gone on.
    /// </summary>
    private static readonly TimeSpan KeepsLateEndAfter = RunsOptions.MinimumWakeAfter;

    private const string Asked = "its target was asked, and may do its work all the same";

    /// <summary>Of what is told of a cancelled step, beside who cancelled it.</summary>
    private const int MaximumLeftOver = TargetText.MaximumMessageLength / 2;

    private readonly AwaitedHandles _handles = new(handles, new ActivityStorageWait(time, logger));
    private readonly TaskCanceller _canceller = new(target, time, logger);
    private readonly GivenUpSteps _givenUp = new(target, new TaskCanceller(target, time, logger), logger);

    /// <summary>Waits for storage where a step would have to end for want of it.</summary>
    internal ActivityStorageWait Storage => _handles.Storage;

    /// <summary>
    /// Starts the step and stays with it as long as <see cref="StepCall.InlineWait"/> allows, or until its host wants to stop: then the wait goes on durably, on
    /// another host or after the next start.
    /// </summary>
    public async Task<StepReport> StartAsync(StepCall call, CancellationToken stopping)
    {
        var inlineEnd = Now() + call.InlineWait;
        for (var begins = true; ; begins = false)
        {
            var report = await AdvanceAsync(call, begins, stopping);
            if (report.NextAt is not { } nextAt || nextAt > inlineEnd || stopping.IsCancellationRequested)
            {
                return report;
            }

            if (nextAt - Now() is var delay && delay > TimeSpan.Zero)
            {
                try
                {
                    await Task.Delay(delay, time, stopping);
                }
                catch (OperationCanceledException)
                {
                    return report;
                }
            }
        }
    }

    /// <summary>
    /// One exchange with the target: the start where it has not accepted the step yet, else a poll. Where the host wants to stop, it has
    /// <see cref="ExchangeTime.AfterStop"/> left.
    /// </summary>
    /// <exception cref="OperationCanceledException">The host stopped before the exchange had come to its end.</exception>
    public Task<StepReport> AdvanceAsync(StepCall call, CancellationToken stopping) => AdvanceAsync(call, begins: false, stopping);

    private async Task<StepReport> AdvanceAsync(StepCall call, bool begins, CancellationToken stopping)
    {
        using var exchange = new ExchangeTime(time, stopping);
        var asked = time.GetTimestamp();
        while (true)
        {
            var stored = new KnownHandle();
            StepReport report;
            try
            {
                report = await ExchangeAsync(call, begins, stored, exchange.Over);
            }
            catch (DocumentTooLargeException exception)
            {
                // It would be too large every time, and what is not kept cannot be gone on with.
                report = await _givenUp.TooLargeAsync(call, await _handles.GetAsync(call, exchange.Over), exception, exchange.Over);
            }

            if (report.Outcome is not null && stored.Handle?.TurnAt is { } turn)
            {
                report = report with { TurnAt = turn };
            }

            // As a step runs out of its time another activity of the try may have had a task accepted that this one has not told its target to cancel: it sees that next. What a target ended stays so.
            if (!MustKeep(report, stored.Handle, asked, call)
                || await _handles.TryKeepEndAsync(call, stored.Handle, report, exchange.Over)
                || report.Outcome?.ErrorCode != RunErrorCodes.TimedOut)
            {
                return report;
            }

            begins = false;
        }
    }

    /// <summary>Else it is the quick answer to a start, within the step's time, which can be asked for again.</summary>
    private bool MustKeep(StepReport report, StepHandle? stored, long asked, StepCall call) =>
        report.Outcome is not null
        && (stored?.Task is not null || time.GetElapsedTime(asked) >= KeepsEndAfter || Now() - call.StartedAt >= KeepsLateEndAfter || Now() >= call.Deadline());

    /// <summary>Sees to it that the step is not started again, and tells its target that nobody waits any more: best effort, and logged.</summary>
    /// <returns>What the step has done all the same, or may do; null where there is nothing to tell.</returns>
    public async Task<string?> CancelAsync(StepCall call, CancellationToken cancellationToken)
    {
        StepHandle handle;
        do
        {
            handle = await _handles.GetAsync(call, cancellationToken);
        }
        while (!handle.IsCancelled && await _handles.TrySaveAsync(call, handle.Cancelled(), cancellationToken) is null);

        if (handle.End is { Outcome: { } outcome })
        {
            return TargetText.Bound($"It had ended before: {(outcome.Message ?? outcome.Kind.ToString()).TrimEnd('.')}.", MaximumLeftOver);
        }

        var leftOver = IsAsked(call, handle) ? Asked : await _canceller.CancelAsync(call, handle.Task, cancellationToken);
        var parts = handle.Task is { } task ? target.SoFar(call, task)?.Parts.Message : null;
        string[] told = [.. new[] { parts?.TrimEnd('.'), leftOver.Length > 0 ? char.ToUpperInvariant(leftOver[0]) + leftOver[1..] : null }.OfType<string>()];
        return told.Length == 0 ? null : TargetText.Bound(string.Join(". ", told) + ".", MaximumLeftOver);
    }

    /// <summary>Whether an endpoint may be about to do a step's work, or have done it, without a task that it could be told to cancel: its answer is waited for, or there was none.</summary>
    private static bool IsAsked(StepCall call, StepHandle handle) => call.Endpoint is not null && handle.Task is null && (handle.IsCancelled ? handle.Attempts > 0 : handle.ETag != default);

    private async Task<StepReport> ExchangeAsync(StepCall call, bool begins, KnownHandle known, CancellationToken cancellationToken)
    {
        var handle = known.Handle = begins ? await _handles.BeginAsync(call, cancellationToken) : await _handles.GetAsync(call, cancellationToken);
        if (handle.IsCancelled)
        {
            return StepReport.LetGo(handle.Attempts);
        }

        if (handle.End is { } end)
        {
            return end;
        }

        if (Now() >= call.Deadline())
        {
            return await _givenUp.TimeOutAsync(call, handle, cancellationToken);
        }

        var attempts = handle.Task is null ? handle.Attempts + 1 : handle.Attempts;
        var checkpoint = new HandleCheckpoint(_handles, call, handle, attempts, time);
        TargetReply reply;
        using (var limit = new CancellationTokenSource(call.Deadline() - Now(), time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken))
        {
            try
            {
                reply = handle.Task is { } task
                    ? await target.PollAsync(call, task, checkpoint, either.Token)
                    : await target.StartAsync(call, attempts, checkpoint, either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return await _givenUp.TimeOutAsync(call, checkpoint.Stored with { Attempts = attempts }, cancellationToken);
            }
            catch (StepSupersededException)
            {
                return await LeaveAsync(call, cancellationToken);
            }
            finally
            {
                known.Handle = checkpoint.Stored;
            }
        }

        var stored = checkpoint.Stored;
        switch (reply)
        {
            case TargetReply.Ended ended:
                return StepReport.Ended(new StepOutcome(ended.Kind, ended.Message, ended.ErrorCode, attempts) { IsUnknown = ended.IsUnknown }, ended.Details, ended.Faults);

            case TargetReply.Accepted accepted:
                var learned = stored.WithTurn(accepted.Ahead, Now()) with
                {
                    Task = accepted.Handle,
                    Attempts = attempts,
                    Failures = 0,
                    Progress = accepted.Progress ?? stored.Progress,
                    Message = accepted.Message ?? (stored.Failures == 0 ? stored.Message : null),
                };
                return await WaitAsync(call, stored, learned, PollDelay(call, accepted), cancellationToken);

            case TargetReply.Unavailable unavailable when !(unavailable.IsTaskRunning ?? stored.Task is not null) && stored.Failures + 1 >= options.Value.MaxAttempts:
                return await _givenUp.UnavailableAsync(call, stored, unavailable, attempts, cancellationToken);

            case TargetReply.Unavailable unavailable:
                var failures = stored.Failures + 1;
                LogUnavailable(call.Name, call.RunId, unavailable.Reason);
                return await WaitAsync(
                    call,
                    stored,
                    stored with { Attempts = attempts, Failures = failures, Ahead = null, Message = unavailable.Reason },
                    backOff.Delay(failures, unavailable.RetryAfter),
                    cancellationToken);

            default:
                throw new InvalidOperationException($"Unknown reply {reply.GetType().Name}.");
        }
    }

    /// <summary>Keeps what was learned, and waits; or ends a step that was cancelled meanwhile.</summary>
    private async Task<StepReport> WaitAsync(
        StepCall call, StepHandle previous, StepHandle next, TimeSpan delay, CancellationToken cancellationToken)
    {
        while (next != previous && await _handles.TrySaveAsync(call, next, cancellationToken) is null)
        {
            var based = previous;
            previous = await _handles.GetAsync(call, cancellationToken);
            if (previous.IsCancelled)
            {
                // The cancellation came too early to know of the task that the target has just accepted.
                await _canceller.CancelAsync(call, next.Task, cancellationToken);
                return StepReport.LetGo(next.Attempts);
            }

            if (previous.End is { } end)
            {
                if (next.Task != previous.Task)
                {
                    // Its time was over before this task was known.
                    await _canceller.CancelAsync(call, next.Task, cancellationToken);
                }

                return end;
            }

            if (previous.Task != based.Task)
            {
                // Another exchange has moved the step on; what it stored is what counts.
                break;
            }

            next = next with { ETag = previous.ETag };
        }

        return WaitingFor(call, delay);
    }

    /// <summary>Leaves the step to whoever has it now: its canceller, or the other one of two activities.</summary>
    private async Task<StepReport> LeaveAsync(StepCall call, CancellationToken cancellationToken)
    {
        var handle = await _handles.GetAsync(call, cancellationToken);
        if (!handle.IsCancelled)
        {
            return WaitingFor(call, AfterSuperseded);
        }

        // The canceller came too early to know of what was under way.
        await _canceller.CancelAsync(call, handle.Task, cancellationToken);
        return StepReport.LetGo(handle.Attempts);
    }

    /// <summary>Until the delay is over, or the step's time is.</summary>
    private StepReport WaitingFor(StepCall call, TimeSpan delay)
    {
        var nextAt = Now() + delay;
        return StepReport.Waiting(nextAt < call.Deadline() ? nextAt : call.Deadline());
    }

    /// <summary>A target that has more to do of its own accord goes on at once.</summary>
    private TimeSpan PollDelay(StepCall call, TargetReply.Accepted accepted) =>
        accepted.PollAfter == TimeSpan.Zero ? TimeSpan.Zero : backOff.Poll(call.Endpoint?.PollInterval ?? EndpointInput.DefaultPollInterval, accepted.PollAfter);

    /// <summary>A step's handle as this exchange has last read or written it.</summary>
    private sealed class KnownHandle
    {
        public StepHandle? Handle { get; set; }
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;

    [LoggerMessage(1501, LogLevel.Information, "Step '{Step}' of run {RunId} is tried again: {Reason}")]
    private partial void LogUnavailable(string step, string runId, string reason);
}
