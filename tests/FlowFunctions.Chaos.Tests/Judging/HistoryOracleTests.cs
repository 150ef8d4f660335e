using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests.Judging;

public sealed class HistoryOracleTests
{
    private static readonly RunSeen First = Run("r1", 1, 3);
    private static readonly RunSeen Second = Run("r2", 4, 6);

    private static RunSeen Run(string id, double from, double? to, bool scheduled = false, int? code = null) => new(id, from, to, code is null, "Success", code, scheduled, []);

    [Fact]
    public void Each_accepted_run_once_passes() => Assert.Empty(Judge([Second, First], Second));

    [Fact]
    public void Scheduled_and_skipped_runs_pass() => Assert.Empty(Judge([Run("s2", 5, 5, scheduled: true, RunSeen.SkippedCode), Run("s1", 3.5, 3.6, scheduled: true), First, Second], Second));

    [Fact]
    public void Accepted_run_without_an_entry_is_lost() => Assert.Equal(FindingKind.Lost, Single([Second], Second));

    [Fact]
    public void Two_entries_of_a_run_are_doubled() => Assert.Contains(Judge([Second, First, First], Second), finding => finding.Kind == FindingKind.Doubled);

    [Fact]
    public void Run_that_nobody_asked_for_is_doubled() => Assert.Equal(FindingKind.Doubled, Single([Second, Run("r3", 3.1, 3.9), First], Second));

    [Theory]
    [InlineData("r3", "Failed: the run was interrupted", true)]
    [InlineData("r4", "Failed: the run was interrupted", false)]
    [InlineData("r3", "Success", false)]
    public void Run_whose_start_was_refused_as_interrupted_passes_where_it_is_on_record_as_that(string refused, string message, bool isRight) =>
        Assert.Equal(isRight, Judge([Second, Run("r3", 3.1, 3.9) with { Message = message }, First], Second, refused).Count == 0);

    [Fact]
    public void Two_runs_at_the_same_time_are_doubled() => Assert.Contains(
        Judge([Run("r2", 2.9, 6), First], Run("", 2.9, 6)), finding => finding.Kind == FindingKind.Doubled);

    [Fact]
    public void Entry_that_differs_from_the_record_is_wrong() => Assert.Contains(Judge([Second with { Message = "Failed" }, First], Second), finding => finding.Kind == FindingKind.Wrong);

    [Fact]
    public void Latest_run_of_an_earlier_run_is_wrong() => Assert.Equal(FindingKind.Wrong, Single([Second, First], First));

    [Fact]
    public void No_latest_run_is_wrong() => Assert.Equal(FindingKind.Wrong, Single([Second, First], null));

    private static FindingKind Single(IReadOnlyList<RunSeen> entries, RunSeen? latest) => Assert.Single(Judge(entries, latest)).Kind;

    private static List<Finding> Judge(IReadOnlyList<RunSeen> entries, RunSeen? latest, params string[] interrupted) =>
        [.. new HistoryOracle("A flow", entries, latest).Judge(["r1", "r2"], interrupted, new Dictionary<string, RunSeen> { ["r1"] = First, ["r2"] = Second })];
}
