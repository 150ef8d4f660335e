using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

/// <summary>
/// What a run does, said in the plainest way: sets of names, and everything worked out anew from the list of what has happened. It shares
/// no code with the state machine and none of its ideas: no counters, no queue, no graph.
/// </summary>
internal sealed class RunOracle(RunScenario scenario)
{
    private readonly HashSet<string> _started = [];
    private readonly List<(string Step, StepOutcome Outcome)> _ended = [];
    private RunResult? _cut;

    public List<string> Running => [.. Names.Where(name => _started.Contains(name) && !HasEnded(name) && _cut is null)];

    public bool IsComplete => Running.Count == 0 && Startable.Count == 0;

    public RunResult Result
    {
        get
        {
            if (_cut is not null)
            {
                return _cut;
            }

            if (_ended.Find(end => !Continues(end)) is { Step: not null } stop)
            {
                var isFailure = stop.Outcome.Kind == StepOutcomeKind.Failure;
                var said = string.IsNullOrEmpty(stop.Outcome.Message) ? (isFailure ? "failure" : "partial success") : stop.Outcome.Message;
                return new(false, $"Stopped at step '{StepOf(stop.Step).Name}': {said}", stop.Outcome.ErrorCode ?? (isFailure ? 1001 : 1002));
            }

            var all = Names.Count(name => !IsSkipped(name));
            var failed = _ended.Where(end => end.Outcome.Kind == StepOutcomeKind.Failure).ToList();
            var partial = _ended.Count(end => end.Outcome.Kind == StepOutcomeKind.PartialSuccess);
            return (failed.Count, partial) switch
            {
                ( > 0, _) => new(false, $"Completed with failures: {failed.Count} of {all} steps", failed[0].Outcome.ErrorCode ?? 1001),
                (0, > 0) => new(true, $"Completed with partial success: {partial} of {all} steps", null),
                _ => new(true, "Success", null),
            };
        }
    }

    public IEnumerable<StepStatus> Statuses => Names.Select(name =>
    {
        if (IsSkipped(name))
        {
            return StepStatus.Skipped;
        }

        if (_ended.Find(end => end.Step == name) is { Step: not null } end)
        {
            return end.Outcome.Kind switch
            {
                StepOutcomeKind.Success => StepStatus.Success,
                StepOutcomeKind.PartialSuccess => StepStatus.PartialSuccess,
                _ => StepStatus.Failure,
            };
        }

        var isOver = _cut is not null;
        return _started.Contains(name)
            ? (isOver ? StepStatus.Cancelled : StepStatus.Running)
            : (isOver || HasStopped ? StepStatus.NotRun : StepStatus.Pending);
    });

    public HashSet<string> Done
    {
        get
        {
            var done = scenario.Selection.AlreadyDone.Concat(_ended.Where(Continues).Select(end => end.Step)).ToHashSet();
            for (var before = -1; before != done.Count;)
            {
                before = done.Count;
                done.UnionWith(Names.Where(name => IsSkipped(name) && StepOf(name).DependsOn.All(done.Contains)));
            }

            return done;
        }
    }

    private IEnumerable<string> Names => scenario.Flow.Steps.Select(step => step.Referrer);

    private bool HasStopped => !_ended.TrueForAll(Continues);

    private List<string> Startable
    {
        get
        {
            if (_cut is not null || HasStopped)
            {
                return [];
            }

            var done = Done;
            return [.. Names.Where(name => !IsSkipped(name) && !_started.Contains(name) && StepOf(name).DependsOn.All(done.Contains))];
        }
    }

    public List<string> Start()
    {
        List<string> starting = [.. Startable.Take(scenario.MaxParallelSteps - Running.Count)];
        _started.UnionWith(starting);
        return starting;
    }

    public void Complete(string step, StepOutcome outcome) => _ended.Add((step, outcome));

    public void Cut(RunResult result) => _cut = IsComplete ? _cut : result;

    private bool HasEnded(string name) => _ended.Exists(end => end.Step == name);

    private bool Continues((string Step, StepOutcome Outcome) end) => end.Outcome.Kind switch
    {
        StepOutcomeKind.Success => true,
        StepOutcomeKind.PartialSuccess => StepOf(end.Step).OnPartialSuccess == ExceptionStrategy.Continue,
        _ => StepOf(end.Step).OnFailure == ExceptionStrategy.Continue,
    };

    private StepSnapshot StepOf(string name) => scenario.Flow.Steps.Single(step => step.Referrer == name);

    private bool IsSkipped(string name) => StepOf(name).IsSkipped
        || scenario.Selection.AlreadyDone.Contains(name)
        || (scenario.Selection.StepsToRun is { } listed && !listed.Contains(name));
}
