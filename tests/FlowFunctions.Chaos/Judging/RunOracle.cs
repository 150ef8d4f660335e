using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Judging;

/// <summary>
/// Says of a run what is wrong about it, by what the contract has a run do ("What a run does"), by what it was asked to do, and by what its targets saw. It shares no code with the application.
/// Where the weather decides which of several ends a run takes, each of them is right.
/// </summary>
/// <param name="flow">The flow of the run.</param>
/// <param name="asked">What was asked of the run.</param>
/// <param name="operations">What was asked of the target of each step, in the order of the first calls; one list a step.</param>
/// <param name="seen">The run's record.</param>
/// <param name="user">Who cancels.</param>
internal sealed class RunOracle(FlowShape flow, RunAsked asked, IReadOnlyList<IReadOnlyList<OperationView>> operations, RunSeen seen, string user)
{
    private const int StepFailed = 1001;
    private const int StoppedOnPartialSuccess = 1002;
    private const int Cancelled = 1003;
    private const int Rejected = 1007;

    /// <summary>In the message of a load of which nobody knows whether it was done.</summary>
    private const string MayHave = " may ";

    /// <summary>In the message of a step whose target could not be told that nobody waits for its task any more.</summary>
    private const string MayGoOn = "may go on";

    /// <summary>Between the clocks of two processes, and from a decision to its record.</summary>
    public const double ClockSlack = 0.5;

    /// <summary>From the record's end date to the last call of what was under way then.</summary>
    private const double EndSlack = 10;

    /// <summary>
    /// From a step's end, where it has one, to the last call of its target: a host may die with the end in its hands, and another gets what it held after a minute
    /// (<c>workItemQueueVisibilityTimeout</c>), and may die, too.
    /// </summary>
    private const double RepeatSlack = 180;

    private readonly RunFindings _findings = new(flow, seen);

    private bool IsCancelled => seen.Message == $"Cancelled by {user}";

    private bool IsTimedOut => seen.IsTimedOut;

    /// <summary>Nothing where all is right.</summary>
    public IReadOnlyList<Finding> Judge()
    {
        Expect(seen.EndedAt is not null, FindingKind.Stuck, "has not ended");
        Expect(seen.EndedAt is null || seen.Steps.Count == flow.Steps.Count, FindingKind.Wrong, $"has {seen.Steps.Count} steps of {flow.Steps.Count}");
        if (_findings.All.Count > 0)
        {
            return _findings.All;
        }

        foreach (var step in flow.Steps)
        {
            JudgeTries(step);
            JudgeStatus(step);
            JudgeOrder(step);
        }

        foreach (var stopper in Stoppers())
        {
            JudgeStop(stopper);
        }

        JudgeEnd(seen.EndedAt!.Value);
        new TimeOracle(flow, asked, operations, seen, _findings).Judge();
        return _findings.All;
    }

    private bool Runs(StepShape step) => asked.Order.Runs(step);

    private string StatusOf(StepShape step) => seen.Steps[step.Number].Status;

    private bool IsUnkept(StepShape step) => seen.Steps[step.Number].IsUnkept;

    private IReadOnlyList<OperationView> OperationsOf(StepShape step) => operations[step.Number];

    /// <summary>One operation a try, another try only after one that failed, and no more than the flow allows.</summary>
    private void JudgeTries(StepShape step)
    {
        var tries = OperationsOf(step);
        if (!Runs(step))
        {
            Expect(tries.Count == 0, asked.Order.AlreadyDone.Contains(step.Number) ? FindingKind.Doubled : FindingKind.Wrong, $"step {step.Number} was not to run and was called");
            return;
        }

        Expect(tries.Count <= 1 + step.Retries, FindingKind.Doubled, $"step {step.Number} was tried {tries.Count} times of {1 + step.Retries}");
        foreach (var earlier in tries.SkipLast(1))
        {
            // A try that ran out of its time may have done its work all the same.
            Expect(
                earlier.Outcome.Status == StepStatuses.Failure || step.Timeout is not null,
                FindingKind.Doubled,
                $"step {step.Number} was done by operation {earlier.Id} and tried again");
        }

        // What a lost host had asked for can be kept from beginning only when the end is put on record.
        var latest = seen.Steps[step.Number].MayBeginLate ? asked.EndSeenAt : seen.EndedAt;
        foreach (var late in tries.Where(one => one.FirstCallAt > latest + EndSlack))
        {
            Expect(false, FindingKind.Wrong, $"step {step.Number} was begun {late.FirstCallAt - seen.EndedAt:0.0} s after the run's end");
        }

        var end = seen.Steps[step.Number].EndedAt ?? seen.EndedAt;
        foreach (var late in tries.Where(one => one.LastCallAt > end + RepeatSlack))
        {
            Expect(false, FindingKind.Doubled, $"operation {late.Id} of step {step.Number} was called again {late.LastCallAt - end:0.0} s after the step's end");
        }
    }

    private void JudgeStatus(StepShape step)
    {
        var (status, message, code) = seen.Steps[step.Number];
        if (!Runs(step))
        {
            Expect(status == StepStatuses.Skipped, FindingKind.Wrong, $"step {step.Number} is {status} and was to be skipped");
            return;
        }

        switch (status)
        {
            case StepStatuses.NotRun:
                Expect(OperationsOf(step).Count == 0, FindingKind.Wrong, $"step {step.Number} is not_run and was called");
                Expect(IsCancelled || IsTimedOut || Stoppers().Any(), FindingKind.Wrong, $"step {step.Number} is not_run and nothing stopped the run");
                break;
            case StepStatuses.Cancelled when IsUnkept(step):
                Expect(IsCancelled || IsTimedOut || Stoppers().Any(), FindingKind.Wrong, $"step {step.Number} is cancelled and nothing stopped the run");
                break;
            case StepStatuses.Cancelled when flow.IsOfLoads:
                Expect(IsCancelled || IsTimedOut, FindingKind.Wrong, $"step {step.Number} is cancelled and the run is not");
                JudgeCancelledLoad(step, message);
                break;
            case StepStatuses.Cancelled:
                Expect(IsCancelled || IsTimedOut, FindingKind.Wrong, $"step {step.Number} is cancelled and the run is not");
                JudgeLetGo(step, message);
                break;
            case StepStatuses.Failure when code == RunSeen.TimedOutCode && step.Timeout is not null:
                JudgeLetGo(step, message);
                break;
            case StepStatuses.Success or StepStatuses.PartialSuccess or StepStatuses.Failure when flow.IsOfLoads:
                JudgeLoad(step, status, message);
                break;
            case StepStatuses.Success or StepStatuses.PartialSuccess or StepStatuses.Failure:
                JudgeOutcome(step, status, message, code);
                break;
            default:
                Expect(false, FindingKind.Wrong, $"step {step.Number} is {status} in a run that has ended");
                break;
        }
    }

    /// <summary>The target of a step that was cancelled, or ran out of its time, is told of it, or the step says that its task may go on. What was polled is known to have a task.</summary>
    private void JudgeLetGo(StepShape step, string? message) => Expect(
        OperationsOf(step) is not [.., { Polls: > 0, ToldAt: null, IsCancelled: false }] || message?.Contains(MayGoOn, StringComparison.Ordinal) == true,
        FindingKind.Wrong,
        $"step {step.Number} is {StatusOf(step)} ('{message}') and its target, which has its task under way, was not told");

    /// <summary>A step ends as its last operation did, and has been tried as often as it may.</summary>
    private void JudgeOutcome(StepShape step, string status, string? message, int? code)
    {
        var tries = OperationsOf(step);
        if (tries.Count == 0)
        {
            Expect(false, FindingKind.Lost, $"step {step.Number} is {status} and was never called");
            return;
        }

        var outcome = tries[^1].Outcome;
        int? expectedCode = status == StepStatuses.Failure ? outcome.ErrorCode ?? Rejected : null;

        // Where a turn that was not kept has decided the end of a run that is cut off, and the host died with it, what a step had told may be lost.
        var isTold = outcome.Message is null || message == outcome.Message || (message is null && (IsCancelled || IsTimedOut));
        Expect(
            status == outcome.Status && isTold && code == expectedCode,
            FindingKind.Wrong,
            $"step {step.Number} is {status} ('{message}', {code}) and its target said {outcome.Status} ('{outcome.Message}', {expectedCode})");
        Expect(tries[^1].ToldAt is not null, FindingKind.Wrong, $"step {step.Number} is {status} and its target has told of no end");

        // A try that ran out of its time need not have come to its target.
        Expect(
            status != StepStatuses.Failure || IsCancelled || IsTimedOut || step.Timeout is not null || tries.Count == 1 + step.Retries,
            FindingKind.Wrong,
            $"step {step.Number} was given up after {tries.Count} of {1 + step.Retries} tries");
    }

    /// <summary>A load that says success was done, and one that says failure was not, or says that it may have been.</summary>
    private void JudgeLoad(StepShape step, string status, string? message)
    {
        var tasks = OperationsOf(step);
        if (status != StepStatuses.Failure)
        {
            Expect(tasks.Count > 0, FindingKind.Lost, $"step {step.Number} is {status} and its model has had no task");
            Expect(tasks is not [.., var last] || last.Outcome.Status == status, FindingKind.Wrong, $"step {step.Number} is {status} and its model's last task was not");
        }
        else if (message?.Contains(MayHave, StringComparison.Ordinal) != true)
        {
            Expect(tasks.All(task => task.Outcome.Status == StepStatuses.Failure), FindingKind.Wrong, $"step {step.Number} is {status} ('{message}') and its model has loaded it");
            Expect(IsCancelled || IsTimedOut || tasks.Count <= 1 + step.Retries, FindingKind.Doubled, $"step {step.Number} had {tasks.Count} tasks in {1 + step.Retries} tries");
        }
    }

    /// <summary>A load's task is cancelled with it, or is over, or the step says that it may not be.</summary>
    private void JudgeCancelledLoad(StepShape step, string? message) => Expect(
        message?.Contains(MayHave, StringComparison.Ordinal) == true || OperationsOf(step).All(task => task.IsCancelled || task.ToldAt <= seen.EndedAt + EndSlack),
        FindingKind.Wrong,
        $"step {step.Number} is cancelled ('{message}') and its model's task went on");

    /// <summary>Nothing begins before what it waits for is done, also through skipped steps.</summary>
    private void JudgeOrder(StepShape step)
    {
        if (!Runs(step) || OperationsOf(step).Count == 0 || seen.Steps[step.Number].HasNoBeginning)
        {
            return;
        }

        foreach (var awaited in Awaited(step))
        {
            Expect(awaited.IsDoneAfter(StatusOf(awaited)), FindingKind.Wrong, $"step {step.Number} was called though step {awaited.Number} is {StatusOf(awaited)}");
            Expect(
                !(OperationsOf(awaited) is [.., var last] && last.ToldAt > OperationsOf(step)[0].FirstCallAt + ClockSlack),
                FindingKind.Wrong,
                $"step {step.Number} was called before step {awaited.Number} had ended");
        }
    }

    /// <summary>
    /// Nothing begins after a step that stopped the flow has ended, whether it depends on that or not. What was begun before comes to its target later where the host that had its message
    /// died, and another gets that after a minute, and may die, too; a load waits for its model besides.
    /// </summary>
    private void JudgeStop(StepShape stopper)
    {
        var stoppedAt = seen.Steps[stopper.Number].EndedAt;
        foreach (var step in flow.Steps.Where(Runs))
        {
            var own = seen.Steps[step.Number];
            Expect(
                own.HasNoBeginning || !(own.StartedAt > stoppedAt + ClockSlack),
                FindingKind.Wrong,
                $"step {step.Number} began at {own.StartedAt:0.0} s, after step {stopper.Number} had stopped the flow at {stoppedAt:0.0} s");
            var calledAt = OperationsOf(step) is [var first, ..] ? first.FirstCallAt : (double?)null;
            Expect(
                flow.IsOfLoads || !(calledAt > stoppedAt + RepeatSlack),
                FindingKind.Wrong,
                $"step {step.Number} was called first {calledAt - stoppedAt:0.0} s after step {stopper.Number} had stopped the flow");
        }
    }

    /// <summary>The steps that run and must be done first. One that an earlier run has done is done from the start, whatever it waited for.</summary>
    private IEnumerable<StepShape> Awaited(StepShape step) => step.DependsOn
        .Select(number => flow.Steps[number])
        .Where(dependency => !asked.Order.AlreadyDone.Contains(dependency.Number))
        .SelectMany(dependency => Runs(dependency) ? [dependency] : Awaited(dependency))
        .Distinct();

    private IEnumerable<StepShape> Stoppers() => flow.Steps.Where(step => Runs(step) && step.StopsAfter(StatusOf(step)));

    private void JudgeEnd(double endedAt)
    {
        if (seen.Message.StartsWith("Failed: ", StringComparison.Ordinal))
        {
            Expect(false, FindingKind.Lost, "was accepted and not carried out");
        }
        else if (IsCancelled)
        {
            Expect(asked.CancelAskedAt is not null, FindingKind.Wrong, "was cancelled and nobody has asked for it");
            Expect(!seen.Success && seen.ErrorCode == Cancelled, FindingKind.Wrong, "was cancelled and says otherwise");
        }
        else if (IsTimedOut)
        {
            Expect(flow.Timeout is { } timeout && endedAt - seen.StartedAt >= timeout.TotalSeconds - ClockSlack, FindingKind.Wrong, $"ran out of its time of {flow.Timeout} too early");
            Expect(!seen.Success && seen.ErrorCode == RunSeen.TimedOutCode, FindingKind.Wrong, "ran out of its time and says otherwise");
        }
        else if (Stoppers().ToList() is { Count: > 0 } stoppers)
        {
            Expect(!seen.Success && stoppers.Exists(IsToldAsStopper), FindingKind.Wrong, $"was stopped by one of the steps {string.Join(", ", stoppers.Select(step => step.Number))} and says otherwise");
        }
        else
        {
            JudgeRanToEnd();
        }
    }

    private bool IsToldAsStopper(StepShape step)
    {
        var (status, message, code) = seen.Steps[step.Number];
        var told = $"Stopped at step '{flow.NameOf(step.Number)}': ";

        // An activity that ran out of its time, and was carried out twice, may have heard of its target once, and once not.
        return seen.Message.StartsWith(told, StringComparison.Ordinal)
            && (message is null || seen.Message == told + message || (code == RunSeen.TimedOutCode && WithoutLast(seen.Message) == WithoutLast(told + message)))
            && seen.ErrorCode == (code ?? (status == StepStatuses.Failure ? StepFailed : StoppedOnPartialSuccess));
    }

    /// <summary>A step that ran out of its time says of its target what that said last.</summary>
    private static string WithoutLast(string message) => message.Split("; last: ")[0];

    private void JudgeRanToEnd()
    {
        var ran = flow.Steps.Where(Runs).ToList();
        var failed = ran.Where(step => StatusOf(step) == StepStatuses.Failure).ToList();
        var partly = ran.Count(step => StatusOf(step) == StepStatuses.PartialSuccess);
        var expected = failed.Count > 0 ? $"Completed with failures: {failed.Count} of {ran.Count} steps"
            : partly > 0 ? $"Completed with partial success: {partly} of {ran.Count} steps"
            : "Success";
        var isCodeRight = failed.Count == 0 ? seen.ErrorCode is null : failed.Exists(step => (seen.Steps[step.Number].ErrorCode ?? StepFailed) == seen.ErrorCode);
        Expect(seen.Message == expected && seen.Success == (failed.Count == 0) && isCodeRight, FindingKind.Wrong, $"is to say '{expected}'");
    }

    private void Expect(bool isSo, FindingKind kind, string otherwise) => _findings.Expect(isSo, kind, otherwise);
}
