using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests.Judging;

public sealed class IntegrationOracleTests
{
    private static readonly RunSeen First = Run("r1", 1, new StepSeen(StepStatuses.Success, "Done", null) { StartedAt = 1.5, EndedAt = 2 });
    private static readonly RunSeen Second = Run("r2", 4, new StepSeen(StepStatuses.Failure, null, 2001) { StartedAt = 4.5, EndedAt = 5 });
    private static readonly RunSeen Third = Run("r3", 7, new StepSeen(StepStatuses.NotRun, null, null));

    private static readonly RunSeen FirstEntry = Entry("i1", 1.5, 2, "Done", null);
    private static readonly RunSeen SecondEntry = Entry("i2", 4.5, 5, "Failed", 2001);

    [Fact]
    public void One_run_for_each_that_started_the_step_passes() => Assert.Empty(Judge(SecondEntry, FirstEntry));

    [Fact]
    public void Times_may_be_rounded() => Assert.Empty(Judge(SecondEntry, FirstEntry with { EndedAt = 2.001 }));

    [Fact]
    public void Run_that_is_missing_is_lost() => Assert.Equal(FindingKind.Lost, Assert.Single(Judge(SecondEntry)).Kind);

    [Fact]
    public void Run_that_no_flow_has_started_is_doubled() => Assert.Equal(FindingKind.Doubled, Assert.Single(Judge(SecondEntry, FirstEntry, Entry("i3", 0, 1, "Done", null))).Kind);

    [Fact]
    public void Run_that_is_there_twice_is_doubled() => Assert.Contains(Judge(SecondEntry, FirstEntry, FirstEntry), finding => finding.Kind == FindingKind.Doubled);

    [Fact]
    public void Latest_run_of_an_earlier_run_is_wrong() =>
        Assert.Equal(FindingKind.Wrong, Assert.Single(new IntegrationOracle("A step", [SecondEntry, FirstEntry], FirstEntry).Judge(0, [First, Second, Third])).Kind);

    [Theory]
    [InlineData(1.5, 2, "Done", 2001)]
    [InlineData(1.5, 2, "Partly", null)]
    [InlineData(1.5, 2.1, "Done", null)]
    [InlineData(1.4, 2, "Done", null)]
    public void Run_that_says_otherwise_than_the_step_is_wrong(double start, double end, string message, int? code) =>
        Assert.Equal(FindingKind.Wrong, Assert.Single(Judge(SecondEntry, Entry("i1", start, end, message, code))).Kind);

    [Theory]
    [InlineData(StepStatuses.PartialSuccess, null, 2002, true, "Completed with partial success", 2002)]
    [InlineData(StepStatuses.Failure, null, null, false, "Failed", 1001)]
    [InlineData(StepStatuses.Cancelled, null, 1003, false, "Cancelled by ann", 1003)]
    [InlineData(StepStatuses.Cancelled, "Cancelled by ann. It may go on.", 1003, false, "Cancelled by ann. It may go on.", 1003)]
    public void Run_of_a_step_that_says_nothing_has_a_word_of_the_contract(string status, string? message, int? code, bool success, string told, int? toldCode)
    {
        var run = Run("r1", 1, new StepSeen(status, message, code) { StartedAt = 1.5, EndedAt = 2 }) with { Success = false, Message = "Cancelled by ann", ErrorCode = 1003 };
        var entry = Entry("i1", 1.5, 2, told, toldCode) with { Success = success };

        Assert.Empty(new IntegrationOracle("A step", [entry], entry).Judge(0, [run]));
    }

    private static RunSeen Run(string id, double start, StepSeen step) => new(id, start, start + 2, Success: true, "Success", null, IsScheduled: false, [step]);

    private static RunSeen Entry(string id, double start, double end, string message, int? code) => new(id, start, end, code is null, message, code, IsScheduled: false, []);

    private static List<Finding> Judge(params RunSeen[] entries) => [.. new IntegrationOracle("A step", entries, SecondEntry).Judge(0, [First, Second, Third])];
}
