using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests;

public sealed class TrialResultTests
{
    [Fact]
    public void Lines_count_cancellations_and_messages_and_name_the_slowest_run()
    {
        var order = new RunOrder(new HashSet<int> { 0 }, new HashSet<int>());
        var run = new RunSeen("r1", 0, 1, Success: false, "Cancelled by ann", 1003, IsScheduled: false, []);
        var result = new TrialResult([], [run], Kills: 0, Stops: 0, StorageEvents: 0, Faults: 0, Refused: 0, Repeats: (0, 0))
        {
            Asked =
            [
                new("r1", order) { AcceptedAt = 1, EndSeenAt = 9, CancelAcceptedAt = 2 },
                new("r2", order) { AcceptedAt = 2, EndSeenAt = 44, CancelAcceptedAt = 3 },
                new("r3", order) { AcceptedAt = 3 },
            ],
            Notices = (7, 2),
            Forgotten = 3,
        };

        var lines = result.Lines().ToList();

        Assert.Contains("2 cancellations were accepted, and 1 runs ended as cancelled.", lines);
        Assert.Contains("The webhook was told of 7 ends; 2 messages were given up.", lines);
        Assert.Contains("3 orchestrations stand that nobody waits for.", lines);
        Assert.Contains("The slowest run, r2, took 42 s from its acceptance to its end.", lines);
    }

    [Fact]
    public void Count_without_findings_is_clean()
    {
        var count = Result([], Run("r1"), Run("r2")).Count;

        Assert.True(count.IsClean);
        Assert.Equal("2 runs, 3 kills, 4 faults, 0 lost, 0 doubled, 0 stuck, 0 wrong", count.ToString());
    }

    [Theory]
    [InlineData(nameof(FindingKind.Lost), "1 lost, 0 doubled, 0 stuck, 0 wrong")]
    [InlineData(nameof(FindingKind.Doubled), "0 lost, 1 doubled, 0 stuck, 0 wrong")]
    [InlineData(nameof(FindingKind.Stuck), "0 lost, 0 doubled, 1 stuck, 0 wrong")]
    [InlineData(nameof(FindingKind.Wrong), "0 lost, 0 doubled, 0 stuck, 1 wrong")]
    public void Finding_is_counted_by_its_kind_also_among_trials_that_are_clean(string kind, string counted)
    {
        var clean = Result([], Run("r1")).Count;
        var found = Result([new(Enum.Parse<FindingKind>(kind), "Something.")], Run("r1")).Count;
        var sum = TrialCount.None.And(clean).And(found).And(clean);

        Assert.False(found.IsClean);
        Assert.False(sum.IsClean);
        Assert.Equal($"3 runs, 9 kills, 12 faults, {counted}", sum.ToString());
    }

    [Fact]
    public void Skipped_occurrence_is_no_run() =>
        Assert.Equal(1, Result([], Run("r1"), Run("r2") with { IsScheduled = true, ErrorCode = RunSeen.SkippedCode }).Count.Runs);

    private static TrialResult Result(IReadOnlyList<Finding> findings, params IReadOnlyList<RunSeen> runs) =>
        new(findings, runs, Kills: 3, Stops: 0, StorageEvents: 0, Faults: 4, Refused: 0, Repeats: (0, 0));

    private static RunSeen Run(string id) => new(id, 0, 1, Success: true, "Success", null, IsScheduled: false, []);
}
