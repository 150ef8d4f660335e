using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// The steps that a run has in flight. A short try of a step is one activity, <see cref="StartStep"/>; one that outlasts the inline wait goes
/// on in a sub-orchestration, <see cref="AwaitStep"/>, so that the run's own history stays at two events a try. A try that fails is followed by
/// another, after the back-off, where the flow says so: only the last one's outcome is the step's.
/// </summary>
/// <param name="context">Of the run's orchestration.</param>
/// <param name="input">The run.</param>
/// <param name="wakes">Of the orchestration.</param>
/// <param name="triedAgain">Told when a step that has failed waits for its next try, and when that starts.</param>
/// <param name="outlasts">Told before a step begins to wait for longer than an activity may take.</param>
internal sealed partial class StepsInFlight(TaskOrchestrationContext context, RunInput input, Wakes wakes, Action<string, StepRetrial> triedAgain, Action outlasts)
{
    /// <summary>A message that was not dealt with comes back after seconds, one that a killed host had taken after minutes.</summary>
    internal static readonly TimeSpan ToldAgainWithin = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, IntegrationSnapshot> _integrations = input.Integrations.ToDictionary(integration => integration.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, StepReport> _reports = new(input.Standing?.Reports ?? new Dictionary<string, StepReport>(), StringComparer.Ordinal);
    private readonly List<RunningStep> _running = [];
    private readonly string _traceParent = RunTrace.TraceParentOf(input.Run);
    private bool _isNeverTold;

    public TriesOfSteps Tries { get; } = new(input.Standing?.Tries);

    /// <summary>In the order of their start, which replay depends on.</summary>
    public IEnumerable<Task> Running => _running.Select(running => running.End);

    public bool AreNone => _running.Count == 0;

    /// <summary>The reports of steps that have ended which tell more than the steps themselves.</summary>
    public IReadOnlyDictionary<string, StepReport> ToldReports =>
        _reports.Where(report => report.Value is { Details: not null } or { Faults: not null }).ToDictionary(report => report.Key, report => report.Value, StringComparer.Ordinal);

    public void Start(StepSnapshot step)
    {
        var running = new RunningStep(step);
        running.End = RunAsync(running);
        _running.Add(running);
    }

    /// <summary>The outcome of a step that has ended. Its task leaves <see cref="Running"/>.</summary>
    public async Task<(string Referrer, StepOutcome Outcome)> TakeAsync(Task ended)
    {
        var index = _running.FindIndex(running => running.End == ended);
        var running = _running[index];
        _running.RemoveAt(index);
        return (running.Step.Referrer, await running.End);
    }

    /// <summary>Lets go of all steps in flight, and has their targets told.</summary>
    /// <returns>Of steps that have done something all the same, or may do so: what.</returns>
    public async Task<IReadOnlyList<(string Referrer, string LeftOver)>> CancelAsync()
    {
        RunningStep[] steps = [.. _running];
        _running.Clear();
        foreach (var running in steps)
        {
            running.LetGoOf();
        }

        var calls = steps.Where(running => running.Call is not null).Select(running => (Call: running.Call!, running.AwaitedIn)).ToList();
        foreach (var (call, instance) in calls.Where(running => running.AwaitedIn is not null))
        {
            context.SendEvent(instance!, RunFlow.CancelEvent, call.RunId);
        }

        var told = calls.Where(running => running.Call is { Endpoint: not null } or { Anaplan: not null }).Select(running => running.Call).ToList();
        var leftOvers = await Task.WhenAll(told.Select(CancelAsync));
        return [.. told.Zip(leftOvers).Where(step => step.Second is { Length: > 0 }).Select(step => (step.First.Referrer, step.Second!))];
    }

    /// <summary>How a step's last activity ended; null where it did not end by itself.</summary>
    public StepReport? ReportOf(string referrer) => _reports.GetValueOrDefault(referrer);

    private async Task<StepOutcome> RunAsync(RunningStep running)
    {
        var step = running.Step;
        if (!_integrations.ContainsKey(step.Referrer))
        {
            return new(StepOutcomeKind.Failure, $"The integration '{step.Referrer}' does not exist.", RunErrorCodes.IntegrationMissing);
        }

        var @try = StepTry.First;
        Tries.Began(step.Referrer, context.CurrentUtcDateTime);
        while (true)
        {
            running.Call = CallOf(step, @try);
            var outcome = await TryAsync(running, running.Call);
            if (running.LetGo.IsCompleted)
            {
                return outcome;
            }

            Tries.Ended(step.Referrer, ReportOf(step.Referrer)?.TurnAt, context.CurrentUtcDateTime);
            if (step.RetryDelayAfter(outcome, @try.Number) is not { } delay)
            {
                return outcome;
            }

            running.Call = null;
            var nextAt = context.CurrentUtcDateTime + delay;
            triedAgain(step.Referrer, StepRetrial.Waiting(step, @try.Number, nextAt, outcome));
            if (!await WaitAsync(running, nextAt))
            {
                return outcome;
            }

            Tries.Began(step.Referrer, context.CurrentUtcDateTime);
            triedAgain(step.Referrer, StepRetrial.UnderWay(step, @try.Number, outcome));
            @try = @try.Next(outcome.Attempts);
        }
    }

    private StepCall CallOf(StepSnapshot step, StepTry @try) => new()
    {
        RunId = input.Run.Id,
        FlowId = input.Run.Kind == RunKind.Flow ? input.Flow.FlowId : null,
        Referrer = step.Referrer,
        Name = step.Name,
        OperationId = @try.OperationIdOf(input.Run.Id, step.Referrer),
        Try = @try,
        StartedAt = context.CurrentUtcDateTime,
        InlineWait = input.InlineWait,
        Timeout = step.Timeout,
        Endpoint = _integrations[step.Referrer].Endpoint,
        Anaplan = _integrations[step.Referrer].Anaplan,
        TraceParent = _traceParent,
    };

    private async Task<StepOutcome> TryAsync(RunningStep running, StepCall call)
    {
        try
        {
            var report = await context.CallForReportAsync(wakes, nameof(StartStep), call, running.LetGo);
            for (var wait = 1; report.NextAt is { } nextAt; wait++)
            {
                outlasts();
                running.AwaitedIn = AwaitStep.InstanceIdOf(call, wait);
                report = await context.AwaitForReportAsync(wakes, new StepWait(call, nextAt), running.AwaitedIn, running.LetGo);
            }

            if (input.WaitsToBeToldAgain && report.IsLetGo && !running.LetGo.IsCompleted && !_isNeverTold && !await IsNeverToldAsync(running))
            {
                return report.Outcome!;
            }

            _reports[call.Referrer] = report;
            return report.Outcome ?? throw new InvalidOperationException($"Step '{call.Name}' ended without an outcome.");
        }
        catch (TaskFailedException exception)
        {
            // A defect or a long outage of ours. It is the step's failure, for the flow's own rules to judge.
            var outcome = new StepOutcome(
                StepOutcomeKind.Failure, TargetText.Bound(exception.FailureDetails.ErrorMessage), RunErrorCodes.Internal, call.Try.EarlierAttempts + 1)
            {
                // An import that ran while storage was away may have ended by itself, and so may anything whose answer cannot be read.
                IsUnknown = OwnResults.IsOfAnswers(exception.FailureDetails) || (call.Anaplan is not null && ActivityRetry.IsOfStorage(exception.FailureDetails)),
            };
            _reports.Remove(call.Referrer);
            if (!running.LetGo.IsCompleted && (call.Anaplan is not null || running.Step.RetryDelayAfter(outcome, call.Try.Number) is not null))
            {
                // The target may still have this try's task: the next try must not run beside it. And a model has a queue, which other steps stand in.
                var leftOver = await CancelAsync(call);
                if (call.Anaplan is not null && leftOver is { Length: > 0 })
                {
                    outcome = outcome with { Message = TargetText.Bound($"{outcome.Message?.TrimEnd('.')}. {leftOver}"), IsUnknown = true };
                }
            }

            return outcome;
        }
        finally
        {
            running.AwaitedIn = null;
        }
    }

    /// <summary>
    /// A turn that was not kept (<see cref="OwnResults"/>) has let go of the step, and what it was told is told again: the step has not ended before. Should it never be told, the run must not
    /// wait for ever.
    /// </summary>
    /// <returns>False when the run has let go of the step, true when the time for it is over.</returns>
    private async Task<bool> IsNeverToldAsync(RunningStep running)
    {
        running.AwaitedIn = null;
        var isOver = await WaitAsync(running, context.CurrentUtcDateTime + ToldAgainWithin);

        // Somebody else has put the run on record as ended, most probably, and each step would wait for as long.
        _isNeverTold |= isOver;
        return isOver;
    }

    /// <summary>True at the instant; false before it when the run has let go of the step.</summary>
    private Task<bool> WaitAsync(RunningStep running, DateTime until)
    {
        outlasts();
        return context.WaitUntilAsync(until, running.LetGo, wakes);
    }

    private async Task<string?> CancelAsync(StepCall call)
    {
        try
        {
            return await context.CallForTextAsync(wakes, nameof(CancelStep), call);
        }
        catch (TaskFailedException exception)
        {
            // The run goes on all the same; the target finds out by itself that nobody polls it any more.
            LogNotCancelled(context.CreateReplaySafeLogger(typeof(RunFlow)), call.Name, call.RunId, exception);
            return "Its target could not be told, and may go on.";
        }
    }

    [LoggerMessage(1505, LogLevel.Warning, "Step '{Step}' of run {RunId} could not be cancelled.")]
    private static partial void LogNotCancelled(ILogger logger, string step, string runId, Exception exception);
}
