using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Tests.Target;

public sealed class OperationsTests
{
    private readonly Operations _operations = new(7, new Dictionary<string, StepPace>(StringComparer.Ordinal) { ["4-9"] = StepPace.Endless, ["5-0"] = StepPace.Slow }, TimeProvider.System);

    [Fact]
    public void Operation_is_remembered_by_its_id()
    {
        var (first, _) = _operations.Call("o1", "r1", "4-0");
        var (again, _) = _operations.Call("o1", "r1", "4-0");

        Assert.Same(first, again);
        Assert.Equal((1, 0), _operations.Repeats());
    }

    [Fact]
    public void Call_after_the_end_is_counted()
    {
        var (operation, _) = _operations.Call("o1", "r1", "4-0");
        _operations.Tell(operation);
        _operations.Call("o1", "r1", "4-0");

        Assert.Equal((1, 1), _operations.Repeats());
    }

    [Fact]
    public void Script_follows_from_step_run_and_try_and_not_from_ids()
    {
        var other = new Operations(7, new Dictionary<string, StepPace>(StringComparer.Ordinal), TimeProvider.System);
        _operations.Call("o1", "r1", "4-0");
        other.Call("p1", "s1", "4-0");

        var (second, _) = _operations.Call("o2", "r1", "4-0");
        var (same, _) = other.Call("p2", "s1", "4-0");

        Assert.Equivalent(second.Script, same.Script, strict: true);
        Assert.Equivalent(OperationScript.Draw(7, "4-0", StepPace.Usual, 1, 2), same.Script, strict: true);
    }

    [Fact]
    public void Faults_come_before_anything_is_settled()
    {
        var step = Enumerable.Range(0, 1000).Select(number => $"{number}-0").First(step => OperationScript.Draw(7, step, StepPace.Usual, 1, 1).Faults.Count == 2);
        var faults = OperationScript.Draw(7, step, StepPace.Usual, 1, 1).Faults;

        var told = Enumerable.Range(0, 3).Select(_ => _operations.Call("o1", "r1", step).Fault).ToList();

        Assert.Equal([faults[0], faults[1], null], told);
    }

    [Fact]
    public void Scripts_have_all_outcomes_and_faults()
    {
        var scripts = Enumerable.Range(0, 2000).Select(number => OperationScript.Draw(7, $"{number}-0", StepPace.Usual, 1, 1)).ToList();

        Assert.Equal([StepStatuses.Failure, StepStatuses.PartialSuccess, StepStatuses.Success], scripts.Select(script => script.Outcome.Status).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<CallFault>().Where(fault => fault != CallFault.Gone), scripts.SelectMany(script => script.Faults).Distinct().Order());
        Assert.Contains(scripts, script => script.Outcome.HttpStatus != 200);
        Assert.Contains(scripts, script => script.IsTask);
    }

    [Fact]
    public void Slow_step_has_a_task_of_minutes_in_some_runs()
    {
        var left = Enumerable.Range(0, 50).Select(number => _operations.LeftOf(_operations.Call($"o{number}", $"r{number}", "5-0").Operation).TotalSeconds).ToList();

        Assert.InRange(left.Count(seconds => seconds is > 74 and <= 120), 10, 30);
        Assert.Contains(left, seconds => seconds < 6);
    }

    [Fact]
    public void Task_without_an_end_is_under_way_whatever_run_and_try_it_is_of()
    {
        var (first, _) = _operations.Call("o1", "r1", "4-9");
        var (second, _) = _operations.Call("o2", "r1", "4-9");

        Assert.All([first, second], operation => Assert.True(operation.Script.IsTask && _operations.LeftOf(operation) > TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Unknown_task_is_not_there()
    {
        Assert.Null(_operations.Poll("o1"));
        Assert.False(_operations.Cancel("o1"));
    }
}
