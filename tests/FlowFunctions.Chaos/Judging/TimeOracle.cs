using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Judging;

/// <summary>Says of a run that has ended what is wrong about when it did what: its times, and those of its steps; one try after the other; and an end that stays as it was told first.</summary>
/// <param name="flow">The flow of the run.</param>
/// <param name="asked">What was asked of the run.</param>
/// <param name="operations">What was asked of the target of each step, in the order of the first calls; one list a step.</param>
/// <param name="seen">The run's record.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class TimeOracle(FlowShape flow, RunAsked asked, IReadOnlyList<IReadOnlyList<OperationView>> operations, RunSeen seen, RunFindings findings)
{
    /// <summary>
    /// From what a run decides, or is due to decide, to what comes of it: the message about it is hidden for a minute when the host that has it dies, and may be taken by another that does.
    /// </summary>
    private const double LateSlack = 180;

    public void Judge()
    {
        foreach (var step in flow.Steps.Where(asked.Order.Runs))
        {
            JudgeTries(step);
            JudgeTime(step);
        }

        JudgeTimeOfRun(seen.EndedAt!.Value);
        findings.Expect(
            asked.CancelAcceptedAt is not { } accepted || seen.IsCancelled || operations.All(tries => tries.All(one => one.FirstCallAt <= accepted + LateSlack)),
            FindingKind.Wrong,
            $"went on after its cancellation had been accepted at {asked.CancelAcceptedAt:0.0} s");
        JudgeEndless();
        if (asked.EndSeen is { } first)
        {
            findings.Expect(first.EndsAs(seen), FindingKind.Wrong, $"was told of as '{first.Message}' ({first.ErrorCode}) at {first.EndedAt:0.000} s, its steps {string.Join(", ", first.Steps.Select(step => step.Status))}");
        }
    }

    /// <summary>The next try begins when the one before is over: told, or cancelled because nobody waits for it any more. One that runs out of its time is over, whatever its target does.</summary>
    private void JudgeTries(StepShape step)
    {
        var tries = operations[step.Number];
        foreach (var (earlier, next) in tries.Zip(tries.Skip(1)))
        {
            if (step.Timeout is { } timeout)
            {
                // One that did its work is tried again only where the run never heard of that within the step's time.
                findings.Expect(
                    earlier.Outcome.Status == StepStatuses.Failure || next.FirstCallAt >= EarliestStart(step) + timeout.TotalSeconds - RunOracle.ClockSlack,
                    FindingKind.Doubled,
                    $"step {step.Number} was done by operation {earlier.Id} and tried again at {next.FirstCallAt:0.0} s, within its time of {timeout}");

                // The target never refuses a cancellation; that one could not be had in ten seconds is not on record of a try before the last.
                findings.Expect(
                    earlier is not { Polls: > 0, ToldAt: null, IsCancelled: false },
                    FindingKind.Wrong,
                    $"step {step.Number} was tried again by operation {next.Id}, and nobody had told its target that the task of operation {earlier.Id} is not waited for any more");
            }
            else
            {
                findings.Expect(
                    earlier.IsCancelled || earlier.ToldAt <= next.FirstCallAt + RunOracle.ClockSlack,
                    FindingKind.Doubled,
                    $"step {step.Number} was tried again at {next.FirstCallAt:0.0} s by operation {next.Id}, and operation {earlier.Id} ended {(earlier.ToldAt is { } told ? $"at {told:0.0} s" : "never")}");
            }
        }
    }

    /// <summary>
    /// Not by the step's start as it is on record: a turn that was not kept may have begun it before, and the time of what that asked for is over when the turn that is kept asks again.
    /// </summary>
    private void JudgeTime(StepShape step)
    {
        if (step.Timeout is { } timeout && seen.Steps[step.Number] is { ErrorCode: RunSeen.TimedOutCode, Status: StepStatuses.Failure, StartedAt: { } started, EndedAt: { } ended })
        {
            findings.Expect(
                ended >= EarliestStart(step) + timeout.TotalSeconds - RunOracle.ClockSlack,
                FindingKind.Wrong,
                $"step {step.Number} ran out of its time of {timeout} {ended - started:0.0} s after it had begun, and {ended - EarliestStart(step):0.0} s after it could have");
        }
    }

    /// <summary>When the last of what it waits for was told, as far as its targets have told. What runs out of its time may be told after its end.</summary>
    private double EarliestStart(StepShape step) => step.DependsOn
        .Select(number => flow.Steps[number].Timeout is null && operations[number] is [.., { ToldAt: { } told }] ? told : seen.StartedAt)
        .Append(seen.StartedAt)
        .Max();

    private void JudgeTimeOfRun(double endedAt)
    {
        if (flow.Timeout is not { } timeout)
        {
            return;
        }

        // A run decides to begin a step within its time; the call of its target comes after that.
        var over = seen.StartedAt + timeout.TotalSeconds;
        foreach (var late in flow.Steps.Where(step => seen.Steps[step.Number] is { HasNoBeginning: false } own && own.StartedAt > over + RunOracle.ClockSlack))
        {
            findings.Expect(false, FindingKind.Wrong, $"began step {late.Number} {seen.Steps[late.Number].StartedAt - seen.StartedAt:0.0} s after its start, and has {timeout}");
        }

        var latest = over + LateSlack;
        foreach (var late in operations.SelectMany(tries => tries).Where(one => one.FirstCallAt > latest))
        {
            findings.Expect(false, FindingKind.Wrong, $"began operation {late.Id} {late.FirstCallAt - seen.StartedAt:0.0} s after its start, and has {timeout}");
        }

        findings.Expect(
            seen.IsTimedOut || endedAt <= latest || operations.All(tries => tries.All(one => one.ToldAt <= latest)),
            FindingKind.Wrong,
            $"went on for longer than {timeout}");
    }

    /// <summary>What never ends by itself ends only where it is cancelled, or its time is over.</summary>
    private void JudgeEndless()
    {
        var endless = flow.Steps.FirstOrDefault(step => step is { IsEndless: true, Timeout: null } && asked.Order.Runs(step));
        findings.Expect(
            endless is null || seen.IsCancelled || (seen.IsTimedOut && flow.Timeout is not null),
            FindingKind.Wrong,
            $"{(asked.CancelAcceptedAt is { } accepted ? $"was cancelled, which was accepted at {accepted:0.0} s, and" : "")} ended though step {endless?.Number} does not end by itself");
    }
}
