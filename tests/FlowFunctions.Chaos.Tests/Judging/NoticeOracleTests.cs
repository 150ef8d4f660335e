using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Tests.Judging;

public sealed class NoticeOracleTests
{
    private static readonly Notice Right = new("r1", "m1", "success", "Success");

    [Fact]
    public void One_message_passes_however_often_it_comes() => Assert.Empty(NoticeOracle.Judge(Run(), [Right, Right], isGivenUp: false));

    [Fact]
    public void Message_that_was_given_up_on_record_passes() => Assert.Empty(NoticeOracle.Judge(Run(), [], isGivenUp: true));

    [Fact]
    public void Nobody_told_is_lost() => Assert.Equal(FindingKind.Lost, Assert.Single(NoticeOracle.Judge(Run(), [], isGivenUp: false)).Kind);

    [Fact]
    public void Two_messages_are_doubled() => Assert.Equal(FindingKind.Doubled, Assert.Single(NoticeOracle.Judge(Run(), [Right, Right with { Id = "m2" }], isGivenUp: false)).Kind);

    [Fact]
    public void Another_message_than_the_runs_is_wrong() => Assert.Equal(FindingKind.Wrong, Assert.Single(NoticeOracle.Judge(Run(), [Right with { Message = "Failed" }], isGivenUp: false)).Kind);

    [Theory]
    [InlineData("success", true, "Success", "success")]
    [InlineData("partial_failure", true, "Completed with partial success: 1 of 1 steps", "partial_success")]
    [InlineData("partial_failure", false, "Completed with failures: 1 of 2 steps", "success", "failure")]
    [InlineData("full_failure", false, "Completed with failures: 2 of 2 steps", "failure", "failure")]
    [InlineData("full_failure", false, "Stopped at step 'A': no", "success", "failure")]
    public void Type_follows_from_the_end(string type, bool success, string message, params string[] statuses)
    {
        var run = Run() with { Success = success, Message = message, Steps = [.. statuses.Select(status => new StepSeen(status, null, null))] };

        Assert.Empty(NoticeOracle.Judge(run, [Right with { Type = type, Message = message }], isGivenUp: false));
        Assert.NotEmpty(NoticeOracle.Judge(run, [Right with { Type = "another", Message = message }], isGivenUp: false));
    }

    private static RunSeen Run() => new("r1", 0, 1, Success: true, "Success", null, IsScheduled: false, [new(StepStatuses.Success, null, null)]);
}
