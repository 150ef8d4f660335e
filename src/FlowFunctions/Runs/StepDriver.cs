using FlowFunctions.Core.Runs;
using FlowFunctions.Targets;
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
    /// <summary>However soon a target wants to be polled.</summary>
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(10);

    /// <summary>Starts the step and stays with it as long as <see cref="StepCall.InlineWait"/> allows.</summary>
    public async Task<StepReport> StartAsync(StepCall call, CancellationToken cancellationToken)
    {
        var inlineEnd = Now() + call.InlineWait;
        while (true)
        {
            var report = await AdvanceAsync(call, cancellationToken);
            if (report.NextAt is not { } nextAt || nextAt > inlineEnd)
            {
                return report;
            }

            if (nextAt - Now() is var delay && delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    /// <summary>One exchange with the target: the start where it has not accepted the step yet, else a poll.</summary>
    public async Task<StepReport> AdvanceAsync(StepCall call, CancellationToken cancellationToken)
    {
        if (call.Endpoint is null)
        {
            return StepReport.Failed(
                RunErrorCodes.ConnectionRefused, "The integration is an Anaplan process, import or export, and this version has no connection to Anaplan; only endpoint integrations can run.");
        }

        var handle = (await handles.GetAsync(call.RunId, call.Referrer, cancellationToken)).For(call.Try);
        if (handle.IsCancelled)
        {
            return Cancelled(handle);
        }

        if (Now() >= call.Deadline())
        {
            return await TimeOutAsync(call, handle, cancellationToken);
        }

        var attempts = handle.Task is null ? handle.Attempts + 1 : handle.Attempts;
        TargetReply reply;
        using (var limit = new CancellationTokenSource(call.Deadline() - Now(), time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken))
        {
            try
            {
                reply = handle.Task is { } task
                    ? await target.PollAsync(call, task, either.Token)
                    : await target.StartAsync(call, attempts, either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return await TimeOutAsync(call, handle with { Attempts = attempts }, cancellationToken);
            }
        }

        switch (reply)
        {
            case TargetReply.Ended ended:
                return StepReport.Ended(new StepOutcome(ended.Kind, ended.Message, ended.ErrorCode, attempts), ended.Details);

            case TargetReply.Accepted accepted:
                var known = handle with
                {
                    Task = accepted.Handle,
                    Attempts = attempts,
                    Failures = 0,
                    Progress = accepted.Progress ?? handle.Progress,
                    Message = accepted.Message ?? (handle.Failures == 0 ? handle.Message : null),
                };
                var pollAfter = accepted.PollAfter ?? call.Endpoint.PollInterval;
                return await WaitAsync(call, handle, known, pollAfter < ShortestPoll ? ShortestPoll : pollAfter, cancellationToken);

            case TargetReply.Unavailable unavailable when handle.Task is null && attempts - call.Try.EarlierAttempts >= options.Value.MaxAttempts:
                return StepReport.Failed(unavailable.ErrorCode, $"{unavailable.Reason} Gave up after {attempts - call.Try.EarlierAttempts} attempts.", attempts);

            case TargetReply.Unavailable unavailable:
                var failures = handle.Failures + 1;
                LogUnavailable(call.Name, call.RunId, unavailable.Reason);
                return await WaitAsync(
                    call,
                    handle,
                    handle with { Attempts = attempts, Failures = failures, Message = unavailable.Reason },
                    unavailable.RetryAfter ?? backOff.Delay(failures),
                    cancellationToken);

            default:
                throw new InvalidOperationException($"Unknown reply {reply.GetType().Name}.");
        }
    }

    /// <summary>Sees to it that the step is not started again, and tells its target that nobody waits any more: best effort, and logged.</summary>
    public async Task CancelAsync(StepCall call, CancellationToken cancellationToken)
    {
        StepHandle handle;
        do
        {
            handle = (await handles.GetAsync(call.RunId, call.Referrer, cancellationToken)).For(call.Try);
        }
        while (!handle.IsCancelled
            && !await handles.TrySaveAsync(call.RunId, call.Referrer, handle with { IsCancelled = true }, cancellationToken));

        await CancelTaskAsync(call, handle.Task, cancellationToken);
    }

    private static StepReport Cancelled(StepHandle handle) => StepReport.Failed(RunErrorCodes.Cancelled, "Cancelled", handle.Attempts);

    /// <summary>Keeps what was learned, and waits; or ends a step that was cancelled meanwhile.</summary>
    private async Task<StepReport> WaitAsync(
        StepCall call, StepHandle previous, StepHandle next, TimeSpan delay, CancellationToken cancellationToken)
    {
        while (next != previous && !await handles.TrySaveAsync(call.RunId, call.Referrer, next, cancellationToken))
        {
            previous = (await handles.GetAsync(call.RunId, call.Referrer, cancellationToken)).For(call.Try);
            if (previous.IsCancelled)
            {
                // The cancellation came too early to know of the task that the target has just accepted.
                await CancelTaskAsync(call, next.Task, cancellationToken);
                return Cancelled(next);
            }

            next = next with { Task = next.Task ?? previous.Task, ETag = previous.ETag };
        }

        var nextAt = Now() + delay;
        return StepReport.Waiting(nextAt < call.Deadline() ? nextAt : call.Deadline());
    }

    private async Task<StepReport> TimeOutAsync(StepCall call, StepHandle handle, CancellationToken cancellationToken)
    {
        await CancelTaskAsync(call, handle.Task, cancellationToken);
        var message = $"Timed out after {DurationWords.Of(call.Deadline() - call.StartedAt)}";
        if (handle is { Failures: > 0, Message: { } last })
        {
            message += $"; last: {last}";
        }

        return StepReport.Failed(RunErrorCodes.TimedOut, message, Math.Max(1, handle.Attempts));
    }

    private async Task CancelTaskAsync(StepCall call, string? task, CancellationToken cancellationToken)
    {
        if (task is null)
        {
            return;
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
        }
        else
        {
            LogNotCancelled(call.Name, call.RunId, fault);
        }
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;

    [LoggerMessage(1501, LogLevel.Information, "Step '{Step}' of run {RunId} is tried again: {Reason}")]
    private partial void LogUnavailable(string step, string runId, string reason);

    [LoggerMessage(1502, LogLevel.Information, "The target of step '{Step}' of run {RunId} was told to cancel its task.")]
    private partial void LogCancelled(string step, string runId);

    [LoggerMessage(1503, LogLevel.Warning, "The target of step '{Step}' of run {RunId} could not be told to cancel its task, which may go on: {Fault}")]
    private partial void LogNotCancelled(string step, string runId, string fault);
}
