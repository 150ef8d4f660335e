using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests.Judging;

public sealed class OccurrenceTests
{
    private static readonly Occurrence First = new(60, IsCertain: true) { EndSeen = At(60) };
    private static readonly Occurrence Second = new(120, IsCertain: true) { EndSeen = At(121) };

    [Fact]
    public void Each_occurrence_once_passes_whatever_the_clock_said() => Assert.Empty(Occurrence.Judge("A flow", [First, Second with { EndSeen = At(7000) }], [At(7000), At(60)]));

    [Fact]
    public void Occurrence_without_a_run_is_lost() => Assert.Equal(FindingKind.Lost, Assert.Single(Occurrence.Judge("A flow", [First with { EndSeen = null }, Second], [At(121)])).Kind);

    [Fact]
    public void Run_of_an_occurrence_that_is_not_on_record_any_more_is_lost() => Assert.Equal(FindingKind.Lost, Assert.Single(Occurrence.Judge("A flow", [First, Second], [At(121)])).Kind);

    [Fact]
    public void Occurrence_that_came_before_its_schedule_passes_with_and_without_a_run()
    {
        var early = new Occurrence(60, IsCertain: false);

        Assert.Empty(Occurrence.Judge("A flow", [early], []));
        Assert.Empty(Occurrence.Judge("A flow", [early, Second], [At(60), At(121)]));
    }

    [Fact]
    public void Two_runs_of_an_occurrence_are_doubled() => Assert.Equal(FindingKind.Doubled, Assert.Single(Occurrence.Judge("A flow", [First], [At(60), At(90)])).Kind);

    [Fact]
    public void Manual_run_is_no_occurrence() => Assert.Equal(FindingKind.Lost, Assert.Single(Occurrence.Judge("A flow", [First], [At(60) with { IsScheduled = false }])).Kind);

    [Fact]
    public void Run_that_is_told_of_otherwise_than_first_is_wrong() => Assert.Equal(FindingKind.Wrong, Assert.Single(Occurrence.Judge("A flow", [First], [At(60) with { Message = "Failed" }])).Kind);

    [Fact]
    public void Skipped_occurrence_whose_step_was_called_is_doubled()
    {
        var skipped = At(60) with { ErrorCode = RunSeen.SkippedCode };

        Assert.Empty(Occurrence.JudgeSkipped("A flow", skipped, [[], []]));
        Assert.Equal(FindingKind.Doubled, Assert.Single(Occurrence.JudgeSkipped("A flow", skipped, [[], [Sample.Operation("b", 61)]])).Kind);
    }

    private static RunSeen At(double start) => new($"r{start}", start, start + 1, Success: true, "Success", null, IsScheduled: true, []);
}
