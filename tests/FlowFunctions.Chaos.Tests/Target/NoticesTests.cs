using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Tests.Target;

public sealed class NoticesTests
{
    private const int Runs = 1000;

    private readonly Notices _notices = new(7);

    [Fact]
    public void Some_are_taken_late_and_of_some_runs_none()
    {
        var first = Enumerable.Range(0, Runs).Select(Take).ToList();
        var again = Enumerable.Range(0, Runs).Select(Take).ToList();

        Assert.InRange(first.Count(fault => fault is not null and not CallFault.Gone), Runs / 10, Runs / 3);
        Assert.InRange(again.Count(fault => fault == CallFault.Gone), Runs / 100, Runs / 10);
        Assert.All(again, fault => Assert.True(fault is null or CallFault.Gone));
        Assert.Equal(again.Count(fault => fault == CallFault.Gone), _notices.Refused().Count);
        Assert.DoesNotContain(_notices.Refused(), id => _notices.ByRun().Contains(id));
        Assert.Equal(Runs - again.Count(fault => fault is not null), _notices.ByRun().Count);
    }

    [Fact]
    public void Who_was_asked_is_known_also_where_nothing_was_taken()
    {
        foreach (var run in Enumerable.Range(0, Runs))
        {
            Take(run);
        }

        Assert.Equal(Runs, _notices.Asked().Count);
    }

    private CallFault? Take(int run) => _notices.Take(new Notice($"r{run}", $"m{run}", "success", "Success"));
}
