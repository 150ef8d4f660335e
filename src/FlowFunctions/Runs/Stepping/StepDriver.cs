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

    /// <summary>Of what is told of a cancelled step, beside who cancelled it.</summary>
    private const int MaximumLeftOver = TargetText.MaximumMessageLength / 2;

    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(10);

    /// <summary>From a request to its answer: longer ones are kept at once. Before shorter ones storage has just answered.</summary>
    private static readonly TimeSpan KeepsEndAfter = TimeSpan.FromSeconds(1);

    private readonly AwaitedHandles _handles = new(handles, new StorageWait(time, logger));

    /// <summary>Waits for storage where a step would have to end for want of it.</summary>
    internal StorageWait Storage => _handles.Storage;

    /// <summary>
    /// Starts the step and stays with it as long as <see cref="StepCall.InlineWait"/> allows, or until its host wants to stop: then the wait goes on durably, on
    /// another host or after the next start.
    /// </summary>
    public async Task<StepReport> StartAsync(StepCall call, CancellationToken stopping)
    {
        var inlineEnd = Now() + call.InlineWait;
        while (true)
        {
            var report = await AdvanceAsync(call, stopping);
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
    public async Task<StepReport> AdvanceAsync(StepCall call, CancellationToken stopping)
    {
        using var exchange = new ExchangeTime(time, stopping);
        var asked = time.GetTimestamp();
        var stored = new KnownHandle();
        StepReport report;
        try
        {
            report = await ExchangeAsync(call, stored, exchange.Over);
        }
        catch (DocumentTooLargeException exception)
        {
            // It would be too large every time, and what is not kept cannot be gone on with.
            report = await GiveUpAsync(call, exception, exchange.Over);
        }

        if (report.Outcome is not null && stored.Handle?.TurnAt is { } turn)
        {
            report = report with { TurnAt = turn };
        }

        if (report.Outcome is not null && time.GetElapsedTime(asked) >= KeepsEndAfter)
        {
            await _handles.KeepEndAsync(call, stored.Handle, report, exchange.Over);
        }

        return report;
    }

    /// <summary>Sees to it that the step is not started again, and tells its target that nobody waits any more: best effort, and logged.</summary>
    /// <returns>What the step has done all the same, or may do; null where there is nothing to tell.</returns>
    public async Task<string?> CancelAsync(StepCall call, CancellationToken cancellationToken)
    {
        StepHandle handle;
        do
        {
            handle = await _handles.GetAsync(call, cancellationToken);
        }
        while (!handle.IsCancelled
            && await _handles.TrySaveAsync(call, handle with { IsCancelled = true }, cancellationToken) is null);

        var leftOver = await CancelTaskAsync(call, handle.Task, cancellationToken);
        var parts = handle.Task is { } task ? target.SoFar(call, task)?.Parts.Message : null;
        string[] told = [.. new[] { parts?.TrimEnd('.'), leftOver.Length > 0 ? char.ToUpperInvariant(leftOver[0]) + leftOver[1..] : null }.OfType<string>()];
        return told.Length == 0 ? null : TargetText.Bound(string.Join(". ", told) + ".", MaximumLeftOver);
    }

    private static string Clause(string leftOver) => leftOver.Length > 0 ? "; " + leftOver : "";

    private static StepReport Cancelled(StepHandle handle) => StepReport.Failed(RunErrorCodes.Cancelled, "Cancelled", handle.Attempts);

    private async Task<StepReport> ExchangeAsync(StepCall call, KnownHandle known, CancellationToken cancellationToken)
    {
        var handle = known.Handle = await _handles.GetAsync(call, cancellationToken);
        if (handle.IsCancelled)
        {
            return Cancelled(handle);
        }

        if (handle.End is { } end)
        {
            return end;
        }

        if (Now() >= call.Deadline())
        {
            return await TimeOutAsync(call, handle, cancellationToken);
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
                return await TimeOutAsync(call, checkpoint.Stored with { Attempts = attempts }, cancellationToken);
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
                var leftOver = await CancelTaskAsync(call, stored.Task, cancellationToken);
                return GivenUp(call, stored.Task, unavailable.ErrorCode, $"{unavailable.Reason} Gave up after {stored.Failures + 1} attempts{Clause(leftOver)}.", attempts, MayGoOn(call, leftOver));

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
                await CancelTaskAsync(call, next.Task, cancellationToken);
                return Cancelled(next);
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
        await CancelTaskAsync(call, handle.Task, cancellationToken);
        return Cancelled(handle);
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

    private async Task<StepReport> TimeOutAsync(StepCall call, StepHandle handle, CancellationToken cancellationToken)
    {
        var leftOver = await CancelTaskAsync(call, handle.Task, cancellationToken);
        var message = $"Timed out after {DurationWords.Of(call.Deadline() - call.StartedAt)}";
        if (handle is { Message: { } last })
        {
            message += $"; last: {last}";
        }

        message += Clause(leftOver);

        return GivenUp(call, handle.Task, RunErrorCodes.TimedOut, message, Math.Max(1, handle.Attempts), MayGoOn(call, leftOver));
    }

    /// <summary>The end of a step of which more must be kept than fits.</summary>
    private async Task<StepReport> GiveUpAsync(StepCall call, DocumentTooLargeException exception, CancellationToken cancellationToken)
    {
        var handle = await _handles.GetAsync(call, cancellationToken);
        var leftOver = await CancelTaskAsync(call, handle.Task, cancellationToken);
        LogTooLarge(call.Name, call.RunId, exception);
        return GivenUp(
            call,
            handle.Task,
            RunErrorCodes.Internal,
            $"How far the step is takes more room than there is for it; give the integration fewer jobs, or what they write shorter names{Clause(leftOver)}.",
            Math.Max(1, handle.Attempts),
            isUnknown: handle.Task is null || MayGoOn(call, leftOver));
    }

    /// <summary>The end of a step that does not go on, with what parts of it had come to before.</summary>
    private StepReport GivenUp(StepCall call, string? task, int errorCode, string message, int attempts, bool isUnknown)
    {
        message = TargetText.Bound(message);
        if (task is null || target.SoFar(call, task) is not var (parts, isAll))
        {
            return StepReport.Ended(new StepOutcome(StepOutcomeKind.Failure, message, errorCode, attempts) { IsUnknown = isUnknown });
        }

        if (isAll)
        {
            // It had come to its end before it was given up.
            return StepReport.Ended(new StepOutcome(parts.Kind, parts.Message, parts.ErrorCode, attempts), parts.Details, parts.Faults);
        }

        // Why it was given up comes last, and is there in any case.
        var room = TargetText.MaximumMessageLength - message.Length - 2;
        var whole = parts.Message is { } before && room > 0 ? $"{TargetText.Bound(before, room).TrimEnd('.')}. {message}" : message;
        return StepReport.Ended(new StepOutcome(StepOutcomeKind.Failure, whole, errorCode, attempts) { IsUnknown = isUnknown || parts.IsUnknown }, parts.Details, parts.Faults);
    }

    /// <summary>
    /// Whether a task that could not be cancelled keeps the step from another try: one of a model would load beside it. Endpoints know their tasks by the operation, and need not take a DELETE.
    /// </summary>
    private static bool MayGoOn(StepCall call, string leftOver) => call.Anaplan is not null && leftOver.Length > 0;

    /// <returns>What is to be told of a task that may go on; empty where nothing is.</returns>
    private async Task<string> CancelTaskAsync(StepCall call, string? task, CancellationToken cancellationToken)
    {
        if (task is null)
        {
            return "";
        }

        using var limit = new CancellationTokenSource(CancelLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        string? fault;
        try
        {
            fault = await target.CancelAsync(call, task, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = $"No answer within {CancelLimit.TotalSeconds:0} seconds.";
        }

        if (fault is null)
        {
            LogCancelled(call.Name, call.RunId);
            return "";
        }

        LogNotCancelled(call.Name, call.RunId, fault);
        return $"its task may go on, or have done its work: {fault.TrimEnd('.')}";
    }

    /// <summary>A step's handle as this exchange has last read or written it.</summary>
    private sealed class KnownHandle
    {
        public StepHandle? Handle { get; set; }
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;

    [LoggerMessage(1501, LogLevel.Information, "Step '{Step}' of run {RunId} is tried again: {Reason}")]
    private partial void LogUnavailable(string step, string runId, string reason);

    [LoggerMessage(1517, LogLevel.Error, "How far step '{Step}' of run {RunId} is cannot be kept; it is given up.")]
    private partial void LogTooLarge(string step, string runId, Exception exception);

    [LoggerMessage(1502, LogLevel.Information, "The target of step '{Step}' of run {RunId} was told to cancel its task.")]
    private partial void LogCancelled(string step, string runId);

    [LoggerMessage(1503, LogLevel.Warning, "The target of step '{Step}' of run {RunId} could not be told to cancel its task, which may go on: {Fault}")]
    private partial void LogNotCancelled(string step, string runId, string fault);
}
