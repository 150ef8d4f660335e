using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests.Judging;

public sealed class StartRefusalTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";

    private static readonly StartRefusal Busy = new(5, $"The flow is running: run {Run}.");

    private static readonly StartRefusal Interrupted = new(
        4, $"Run {Run}, which was to be started by this request, was interrupted before any step began. Send the request again, under another Idempotency-Key where it has one.");

    [Fact]
    public void Run_that_is_named_is_read() => Assert.Equal((Run, Run, null), (Busy.RunId, Interrupted.RunId, new StartRefusal(1, "The run has left nothing to do.").RunId));

    [Fact]
    public void Start_that_was_interrupted_passes() => Assert.Empty(StartRefusal.Judge("A flow", [Interrupted], []));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Flow_that_is_held_by_a_run_whose_end_was_seen_is_wrong_unless_its_start_was_asked_for_twice(int tries, bool isRight) =>
        Assert.Equal(isRight, !StartRefusal.Judge("A flow", [Busy], [new(Run, Everything) { StartTries = tries }]).Any());

    [Fact]
    public void Flow_that_is_held_by_a_run_that_nobody_asked_for_is_wrong() => Assert.Contains(Run, Assert.Single(StartRefusal.Judge("A flow", [Busy], [])).Text, StringComparison.Ordinal);

    [Fact]
    public void Flow_that_is_held_by_a_start_that_was_interrupted_passes() => Assert.Empty(StartRefusal.Judge("A flow", [Interrupted, Busy], []));

    [Fact]
    public void Refusal_for_another_reason_is_wrong() => Assert.Single(StartRefusal.Judge("A flow", [new(5, "The run has left nothing to do.")], []));

    private static RunOrder Everything => new(new HashSet<int> { 0 }, new HashSet<int>());
}
