using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Tests.Judging;

public sealed class NoticeOracleTests
{
    private static readonly Notice Right = new("r1", "m1", "success", "Success");
    private static readonly FeedEntry Entry = new("r1", "success", "Flow 4 has ended.", 1);
    private static readonly FeedEntry GivenUp = new("r1", "undelivered", "This message could not be delivered: webhook 'chaos'.", 9);
    private static readonly NoticesSeen Told = new([Right], WasAsked: true, [Entry], IsFeedWhole: true);
    private static readonly NoticesSeen Untold = Told with { Taken = [], Feed = [GivenUp, Entry] };

    [Fact]
    public void One_message_passes_however_often_it_comes() => Assert.Empty(NoticeOracle.Judge(Run(), Told with { Taken = [Right, Right] }));

    [Fact]
    public void Message_that_was_given_up_on_record_passes() => Assert.Empty(NoticeOracle.Judge(Run(), Untold));

    [Fact]
    public void Message_that_was_given_up_and_never_tried_is_lost() => Assert.Equal(FindingKind.Lost, Kind(Untold with { WasAsked = false }));

    [Theory]
    [InlineData(1, 49, false)]
    [InlineData(2, 49, true)]
    [InlineData(9, 800, false)]
    [InlineData(10, 800, true)]
    public void Many_that_were_given_up_and_would_have_been_taken_are_lost(int givenUp, int runs, bool isLost) =>
        Assert.Equal(isLost ? [FindingKind.Lost] : [], NoticeOracle.JudgeGivenUp(givenUp, runs).Select(finding => finding.Kind));

    [Fact]
    public void Nobody_told_is_lost() => Assert.Equal(FindingKind.Lost, Kind(Untold with { Feed = [Entry] }));

    [Fact]
    public void Two_messages_are_doubled() => Assert.Equal(FindingKind.Doubled, Kind(Told with { Taken = [Right, Right with { Id = "m2" }] }));

    [Fact]
    public void Another_message_than_the_runs_is_wrong() => Assert.Equal(FindingKind.Wrong, Kind(Told with { Taken = [Right with { Message = "Failed" }] }));

    [Fact]
    public void Run_of_which_the_feed_has_nothing_is_lost() => Assert.Equal(FindingKind.Lost, Kind(Told with { Feed = [] }));

    [Fact]
    public void Run_of_which_the_feed_could_not_be_told_passes_where_that_is_on_record() =>
        Assert.Empty(NoticeOracle.Judge(Run(), Told with { Feed = [GivenUp with { Text = "This message could not be delivered: feed of user 'runs'." }] }));

    [Fact]
    public void Run_that_the_feed_has_twice_is_doubled() => Assert.Equal(FindingKind.Doubled, Kind(Told with { Feed = [Entry, Entry] }));

    [Fact]
    public void Run_that_the_feed_has_as_another_end_is_wrong() => Assert.Equal(FindingKind.Wrong, Kind(Told with { Feed = [Entry with { Type = "full_failure" }] }));

    [Fact]
    public void Nothing_is_lost_of_what_has_left_the_feed() => Assert.Empty(NoticeOracle.Judge(Run(), Told with { Taken = [], Feed = [], IsFeedWhole = false }));

    [Fact]
    public void Nobody_called_is_lost_whatever_has_left_the_feed() =>
        Assert.Equal(FindingKind.Lost, Kind(Told with { Taken = [], WasAsked = false, Feed = [], IsFeedWhole = false }));

    [Fact]
    public void Full_feed_is_whole_since_its_oldest_entry()
    {
        FeedEntry[] entries = [Entry with { At = 9 }, Entry with { At = 5 }];

        Assert.Equal((true, false), (new Feed(entries, isFull: true).IsWholeSince(5), new Feed(entries, isFull: true).IsWholeSince(4.9)));
        Assert.True(new Feed(entries, isFull: false).IsWholeSince(0));
    }

    [Theory]
    [InlineData("success", true, "Success", "success")]
    [InlineData("partial_failure", true, "Completed with partial success: 1 of 1 steps", "partial_success")]
    [InlineData("partial_failure", false, "Completed with failures: 1 of 2 steps", "success", "failure")]
    [InlineData("full_failure", false, "Completed with failures: 2 of 2 steps", "failure", "failure")]
    [InlineData("full_failure", false, "Stopped at step 'A': no", "success", "failure")]
    public void Type_follows_from_the_end(string type, bool success, string message, params string[] statuses)
    {
        var run = Run() with { Success = success, Message = message, Steps = [.. statuses.Select(status => new StepSeen(status, null, null))] };

        Assert.Empty(NoticeOracle.Judge(run, Of(type)));
        Assert.NotEmpty(NoticeOracle.Judge(run, Of("another")));

        NoticesSeen Of(string told) => Told with { Taken = [Right with { Type = told, Message = message }], Feed = [Entry with { Type = told }] };
    }

    private static FindingKind Kind(NoticesSeen notices) => Assert.Single(NoticeOracle.Judge(Run(), notices)).Kind;

    private static RunSeen Run() => new("r1", 0, 1, Success: true, "Success", null, IsScheduled: false, [new(StepStatuses.Success, null, null)]);
}
