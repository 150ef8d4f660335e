using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Tests.Judging;

/// <summary>A run in which all is right, to be made wrong in one thing: three steps, each after the one before.</summary>
internal sealed record Sample
{
    public const string RunId = "r1";
    public const string User = "ann";

    private FlowShape Flow { get; init; } = new(
        4,
        [
            new(0, [], IsSkipped: false, StopsOnFailure: true, StopsOnPartialSuccess: false, Timeout: null, Retries: 0),
            new(1, [0], IsSkipped: false, StopsOnFailure: true, StopsOnPartialSuccess: false, Timeout: null, Retries: 0),
            new(2, [1], IsSkipped: false, StopsOnFailure: true, StopsOnPartialSuccess: false, Timeout: null, Retries: 0),
        ],
        Timeout: null,
        FlowKind.Called);

    private RunAsked Asked { get; init; } = new(RunId, new RunOrder(new HashSet<int> { 0, 1, 2 }, new HashSet<int>()));

    private IReadOnlyList<IReadOnlyList<OperationView>> Operations { get; init; } = [[Operation("a", 1)], [Operation("b", 2)], [Operation("c", 3)]];

    private RunSeen Seen { get; init; } = new(RunId, 0.5, 4, Success: true, "Success", null, IsScheduled: false, [Step(), Step(), Step()]);

    public static OperationView Operation(string id, double at, string status = StepStatuses.Success, int? code = null) =>
        new(id, RunId, new OperationOutcome(status, $"Said {status}", code, 200), at, at + 0.5, at, Calls: 1, Polls: 0, IsCancelled: false);

    public static StepSeen Step(string status = StepStatuses.Success, int? code = null) =>
        StepStatuses.IsEndOfItsOwn(status) ? new(status, $"Said {status}", code) { StartedAt = 2 } : new(status, null, null);

    public Sample WithStep(int number, Func<StepShape, StepShape> change) => this with { Flow = Flow with { Steps = [.. Flow.Steps.Select(step => step.Number == number ? change(step) : step)] } };

    /// <summary>With steps that load files into models, whose tasks say no more than whether they have.</summary>
    public Sample OfLoads() => this with
    {
        Flow = Flow with { Kind = FlowKind.Loads },
        Operations = [.. Operations.Select(tasks => (IReadOnlyList<OperationView>)[.. tasks.Select(task => task with { Outcome = task.Outcome with { Message = null } })])],
    };

    public Sample WithTimeout(TimeSpan timeout) => this with { Flow = Flow with { Timeout = timeout } };

    public Sample Ordered(int[] steps, params int[] alreadyDone) => this with { Asked = Asked with { Order = new RunOrder(steps.ToHashSet(), alreadyDone.ToHashSet()) } };

    public Sample Cancelled(double at) => this with { Asked = Asked with { CancelAskedAt = at, CancelAcceptedAt = at } };

    public Sample Calling(int step, params OperationView[] operations) => this with { Operations = [.. Operations.Select((own, number) => number == step ? operations : own)] };

    public Sample Showing(int step, StepSeen seen) => this with { Seen = Seen with { Steps = [.. Seen.Steps.Select((own, number) => number == step ? seen : own)] } };

    public Sample Ending(string message, bool success = false, int? code = null) => this with { Seen = Seen with { Message = message, Success = success, ErrorCode = code } };

    /// <summary>Told of first as it is on record, but for one thing.</summary>
    public Sample ToldFirst(Func<RunSeen, RunSeen> change) => this with { Asked = Asked with { EndSeen = change(Seen) } };

    public Sample SeenAt(double end) => this with { Asked = Asked with { EndSeenAt = end } };

    public Sample EndingAt(double end) => this with { Seen = Seen with { EndedAt = end } };

    public Sample GoingOn() => this with { Seen = Seen with { EndedAt = null } };

    public IReadOnlyList<Finding> Judge() => new RunOracle(Flow, Asked, Operations, Seen, User).Judge();

    public FindingKind Kind() => Assert.Single(Judge()).Kind;
}
