using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests.Judging;

public sealed class OccurrenceTests
{
    [Fact]
    public void Each_occurrence_once_passes() => Assert.Empty(Occurrence.Judge("A flow", [new(60, IsCertain: true), new(120, IsCertain: true)], [At(121), At(60)]));

    [Fact]
    public void Occurrence_without_a_run_is_lost() => Assert.Equal(FindingKind.Lost, Assert.Single(Occurrence.Judge("A flow", [new(60, IsCertain: true), new(120, IsCertain: true)], [At(121)])).Kind);

    [Fact]
    public void Occurrence_that_came_before_its_schedule_passes_without_a_run() => Assert.Empty(Occurrence.Judge("A flow", [new(60, IsCertain: false)], []));

    [Fact]
    public void Two_runs_of_an_occurrence_are_doubled() => Assert.Equal(FindingKind.Doubled, Assert.Single(Occurrence.Judge("A flow", [new(60, IsCertain: false)], [At(61), At(90)])).Kind);

    [Fact]
    public void Manual_run_is_no_occurrence() => Assert.Equal(FindingKind.Lost, Assert.Single(Occurrence.Judge("A flow", [new(60, IsCertain: true)], [At(61) with { IsScheduled = false }])).Kind);

    private static RunSeen At(double start) => new($"r{start}", start, start + 1, Success: true, "Success", null, IsScheduled: true, []);
}
