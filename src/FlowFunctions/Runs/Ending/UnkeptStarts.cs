using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Steps that nobody waits for. Those that a run has never started, as far as its orchestration knows: the Azure Storage provider sends what a turn asks for before it keeps the turn, and where a
/// host dies between, a step may have been started, or be still, that the run knows nothing of. And those that were under way when their orchestration was lost. What has not begun is kept from it.
/// What has is told of and not gone on with, and its target is told to cancel what it has accepted: it would work beside the run that gets the rest done. A request, of a run that left steps out
/// when it was stopped or cancelled.
/// </summary>
public sealed partial class UnkeptStarts(StepHandleStore handles, IntegrationStore integrations, IStepTarget target, TimeProvider time, ILogger<UnkeptStarts> logger)
{
    public const string Message = "It was started by a host that was lost before that was on record; its target may have done its work.";

    public const string NextTry = "Its next try was started by a host that was lost before that was on record; its target may have done its work.";

    /// <summary>No steps that were under way.</summary>
    public static readonly IReadOnlyDictionary<string, int> None = new Dictionary<string, int>(StringComparer.Ordinal);

    private readonly TaskCanceller _canceller = new(target, time, logger);

    /// <param name="run">As it ends.</param>
    /// <param name="cutOff">Its steps, by referrer, that were under way when their run ended, as far as is known, with the number of their try; of those that waited for their next, that one's.</param>
    /// <param name="cancellationToken">Gives up; the caller must call again.</param>
    /// <returns>The run with the steps as they are.</returns>
    public async Task<RunDocument> SettleAsync(RunDocument run, IReadOnlyDictionary<string, int> cutOff, CancellationToken cancellationToken)
    {
        var begun = await KeepFromBeginningAsync(run, cutOff.Keys, cancellationToken);
        var known = cutOff.Count == 0 ? begun : await handles.GetAllAsync(run.Id, cancellationToken);
        var ends = run.Steps.Where(step => known.ContainsKey(step.Referrer) && (begun.ContainsKey(step.Referrer) || cutOff.ContainsKey(step.Referrer))).ToList();
        if (ends.Count == 0)
        {
            return run;
        }

        var now = await integrations.GetManyAsync(ends.Select(step => step.Referrer), cancellationToken);
        var told = await Task.WhenAll(ends.Select(async step =>
        {
            var handle = await CloseAsync(run.Id, step.Referrer, known[step.Referrer], cancellationToken);

            // The task of an earlier try is over.
            var isUnderWay = !cutOff.TryGetValue(step.Referrer, out var number) || handle.LastTry >= number;
            if (isUnderWay && handle.LastTry > step.Retries + 1 && !begun.ContainsKey(step.Referrer))
            {
                step = Begun(step, handle, run.EndDate);
            }

            if (isUnderWay && handle.End is { Outcome: not null } report)
            {
                return Ended(step, report, run.EndDate);
            }

            var leftOver = isUnderWay ? await GiveUpAsync(run, step, handle, now.GetValueOrDefault(step.Referrer), cancellationToken) : "";
            return With(begun.ContainsKey(step.Referrer) ? Begun(step, run.EndDate) : step, leftOver);
        }));
        var byReferrer = told.ToDictionary(step => step.Referrer, StringComparer.Ordinal);
        return run with { Steps = [.. run.Steps.Select(step => byReferrer.GetValueOrDefault(step.Referrer, step))] };
    }

    /// <summary>Steps that waited for their next try when their run ended: a turn that was not kept may have asked for it.</summary>
    /// <returns>The number of that try, by referrer.</returns>
    public static IReadOnlyDictionary<string, int> WaitingIn(RunDocument ended) => ended.Steps
        .Where(step => step is { Status: StepStatus.Cancelled, EndDate: { } end, Tries: [.., { End: { } last }] } && last < end)
        .ToDictionary(step => step.Referrer, step => step.Retries + 2, StringComparer.Ordinal);

    /// <summary>What was under way has most often begun, but its activity may be waiting still.</summary>
    /// <returns>The handles of those that have begun though their run has never started them, by referrer.</returns>
    private async Task<IReadOnlyDictionary<string, StepHandle>> KeepFromBeginningAsync(RunDocument run, IEnumerable<string> underWay, CancellationToken cancellationToken)
    {
        var notRun = run.Steps.Where(step => step.Status == StepStatus.NotRun).Select(step => step.Referrer).ToHashSet(StringComparer.Ordinal);
        var left = notRun.Concat(underWay).ToHashSet(StringComparer.Ordinal);
        var begun = new Dictionary<string, StepHandle>(StringComparer.Ordinal);
        while (left.Count > 0 && !await handles.TryCloseAsync(run.Id, left, cancellationToken))
        {
            foreach (var (referrer, handle) in await handles.GetAllAsync(run.Id, cancellationToken))
            {
                // One that is closed and was never asked for was kept from beginning by an earlier call, whose answer was lost, or which came to no end.
                if (left.Remove(referrer) && notRun.Contains(referrer) && (!handle.IsCancelled || handle.Attempts > 0))
                {
                    begun.Add(referrer, handle);
                }
            }
        }

        return begun;
    }

    /// <summary>
    /// Closes the handle first: an activity that is with the target still finds that when it keeps what it learns, and cancels it itself. Each can be repeated, so a crash between is finished by
    /// calling again.
    /// </summary>
    private async Task<StepHandle> CloseAsync(string runId, string referrer, StepHandle handle, CancellationToken cancellationToken)
    {
        while (!handle.IsClosed)
        {
            handle = await handles.TrySaveAsync(runId, referrer, handle.Closed(), cancellationToken) ?? await handles.GetAsync(runId, referrer, cancellationToken);
        }

        return handle;
    }

    /// <returns>What is to be told of a task that may go on; empty where nothing is.</returns>
    private async Task<string> GiveUpAsync(RunDocument run, StepRecord step, StepHandle handle, IntegrationDocument? integration, CancellationToken cancellationToken)
    {
        if (handle.Task is not { } task)
        {
            return "";
        }

        // The run's own snapshot is its orchestration's. What somebody has changed since may be another target, which has no business with the task.
        return integration?.ModificationDate.UtcDateTime <= run.StartDate
            ? await CancelAsync(CallOf(run, step, handle, integration), task, cancellationToken)
            : "its target could not be told to cancel it, because the integration has been changed or deleted since";
    }

    /// <summary>Where somebody waits for storage, as a caller who starts the next run does, half of what is left of the time is for what comes after.</summary>
    private async Task<string> CancelAsync(StepCall call, string task, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (StoragePatience.Left is { } left)
        {
            limit.CancelAfter(left / 2);
        }

        try
        {
            return await _canceller.CancelAsync(call, task, limit.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // How the run ended is put on record in any case.
            LogNotCancelled(call.Name, call.RunId, exception);
            return "its target could not be told to cancel it";
        }
    }

    private static StepCall CallOf(RunDocument run, StepRecord step, StepHandle handle, IntegrationDocument integration)
    {
        var snapshot = IntegrationSnapshot.Of(integration.Id, integration.Input);
        var @try = new StepTry(handle.LastTry);
        return new()
        {
            RunId = run.Id,
            FlowId = run.Kind == RunKind.Flow ? run.OwnerId : null,
            Referrer = step.Referrer,
            Name = step.Name,
            OperationId = @try.OperationIdOf(run.Id, step.Referrer),
            Try = @try,
            StartedAt = run.StartDate,
            InlineWait = TimeSpan.Zero,
            Endpoint = snapshot.Endpoint,
            Anaplan = snapshot.Anaplan,
            TraceParent = RunTrace.TraceParentOf(run),
        };
    }

    /// <summary>When it began is not known; it was before the run's end.</summary>
    private static StepRecord Begun(StepRecord step, DateTime? end) => step with { Status = StepStatus.Cancelled, StartDate = end, EndDate = end, Attempts = 1, Message = Message };

    /// <summary>The same of a step whose next try has begun: it was over with that.</summary>
    private static StepRecord Begun(StepRecord step, StepHandle handle, DateTime? end) => step with
    {
        EndDate = end ?? step.EndDate,
        Retries = handle.LastTry - 1,
        Attempts = Math.Max(step.Attempts, handle.Attempts),
        Tries = step.Tries is { } tries && end is { } at ? [.. tries, new TrySpan(at, null, at)] : step.Tries,
        Message = TargetText.Bound(step.Message is { } message ? $"{message.TrimEnd('.')}. {NextTry}" : NextTry),
    };

    /// <summary>How it ended is known, though its run was not told any more.</summary>
    /// <param name="step">As its run knew it.</param>
    /// <param name="report">Its end, as its handle has it.</param>
    /// <param name="end">UTC; of the run.</param>
    internal static StepRecord Ended(StepRecord step, StepReport report, DateTime? end) => step with
    {
        Status = FlowProgress.StatusOf(report.Outcome!.Kind),
        StartDate = step.StartDate ?? end,
        EndDate = end,
        Attempts = report.Outcome.Attempts,
        Message = report.Outcome.Message,
        ErrorCode = report.Outcome.ErrorCode,
        Progress = report.Outcome.Kind == StepOutcomeKind.Success ? 1 : null,
        Details = report.Details,
        Faults = report.Faults,
    };

    private static StepRecord With(StepRecord step, string leftOver) =>
        leftOver.Length == 0 ? step : step with { Message = TargetText.Bound($"{step.Message?.TrimEnd('.')}. {char.ToUpperInvariant(leftOver[0])}{leftOver[1..]}.") };

    [LoggerMessage(1526, LogLevel.Warning, "The target of step '{Step}' of run {RunId}, for which nobody waits any more, could not be told to cancel its task.")]
    private partial void LogNotCancelled(string step, string runId, Exception exception);
}
