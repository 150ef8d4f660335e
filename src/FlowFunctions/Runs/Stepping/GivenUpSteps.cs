using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>Steps that end though their targets did not end them: each tells the target so, and says what it had done, or may do yet.</summary>
internal sealed partial class GivenUpSteps(IStepTarget target, TaskCanceller canceller, ILogger logger)
{
    /// <summary>The end of a step whose time is over.</summary>
    public async Task<StepReport> TimeOutAsync(StepCall call, StepHandle handle, CancellationToken cancellationToken)
    {
        var leftOver = await canceller.CancelAsync(call, handle.Task, cancellationToken);
        var message = $"Timed out after {DurationWords.Of(call.Deadline() - call.StartedAt)}";
        if (handle is { Message: { } last })
        {
            message += $"; last: {last}";
        }

        message += TaskCanceller.Clause(leftOver);

        return GivenUp(call, handle.Task, RunErrorCodes.TimedOut, message, Math.Max(1, handle.Attempts), MayGoOn(call, leftOver));
    }

    /// <summary>The end of a step whose target could not be had.</summary>
    /// <param name="call">Of the step.</param>
    /// <param name="handle">As it is stored.</param>
    /// <param name="unavailable">What the last request came to.</param>
    /// <param name="attempts">How often the step was started.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<StepReport> UnavailableAsync(
        StepCall call, StepHandle handle, TargetReply.Unavailable unavailable, int attempts, CancellationToken cancellationToken)
    {
        var leftOver = await canceller.CancelAsync(call, handle.Task, cancellationToken);
        var message = $"{unavailable.Reason} Gave up after {handle.Failures + 1} attempts{TaskCanceller.Clause(leftOver)}.";
        return GivenUp(call, handle.Task, unavailable.ErrorCode, message, attempts, MayGoOn(call, leftOver));
    }

    /// <summary>The end of a step of which more must be kept than fits.</summary>
    public async Task<StepReport> TooLargeAsync(StepCall call, StepHandle handle, DocumentTooLargeException exception, CancellationToken cancellationToken)
    {
        var leftOver = await canceller.CancelAsync(call, handle.Task, cancellationToken);
        LogTooLarge(call.Name, call.RunId, exception);
        return GivenUp(
            call,
            handle.Task,
            RunErrorCodes.Internal,
            $"How far the step is takes more room than there is for it; give the integration fewer jobs, or what they write shorter names{TaskCanceller.Clause(leftOver)}.",
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

    [LoggerMessage(1517, LogLevel.Error, "How far step '{Step}' of run {RunId} is cannot be kept; it is given up.")]
    private partial void LogTooLarge(string step, string runId, Exception exception);
}
