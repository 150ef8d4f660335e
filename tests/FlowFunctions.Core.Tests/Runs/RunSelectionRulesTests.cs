using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

public class RunSelectionRulesTests
{
    private static readonly FlowInput Flow = new()
    {
        Name = "n",
        Steps = [new() { Referrer = "a" }, new() { Referrer = "b" }, new() { Referrer = "s", IsSkipped = true }, new() { Referrer = "t", IsSkipped = true }],
    };

    [Fact]
    public void Check_of_everything_finds_nothing() => Assert.Empty(RunSelectionRules.Check(Flow, RunRequest.Everything));

    [Theory]
    [InlineData("a")]
    [InlineData("b a")]
    [InlineData("s a")]
    public void Check_of_a_list_that_runs_a_step_finds_nothing(string listed) => Assert.Empty(Check(listed.Split(' ')));

    [Fact]
    public void Check_of_an_empty_list_says_that_it_names_no_step() =>
        Assert.Equal([new Problem("stepsToRun", "Names no step of the flow; leave it out to run every step.")], Check());

    [Fact]
    public void Check_names_each_unknown_and_each_repeated_step() => Assert.Equal(
        [
            new Problem("stepsToRun[1]", "No step of this flow has the referrer 'x'."),
            new Problem("stepsToRun[2]", "'a' is listed more than once."),
            new Problem("stepsToRun[3]", "No step of this flow has the referrer 'y'."),
        ],
        Check("a", "x", "a", "y"));

    [Theory]
    [InlineData("s")]
    [InlineData("t s")]
    public void Check_of_a_list_of_skipped_steps_says_that_it_leaves_nothing(string listed) =>
        Assert.Equal([new Problem("stepsToRun", "Leaves nothing to run: the flow skips every step that is listed.")], Check(listed.Split(' ')));

    private static IReadOnlyList<Problem> Check(params string[] listed) => RunSelectionRules.Check(Flow, new RunRequest { StepsToRun = listed });
}
