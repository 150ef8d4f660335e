using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

/// <summary>Codes, defaults and messages that clients see.</summary>
public class RunWordsTests
{
    [Fact]
    public void Codes_are_those_of_the_contract() => Assert.Equal(
        new Dictionary<string, int>
        {
            ["Internal"] = 1000,
            ["StepFailed"] = 1001,
            ["StoppedOnPartialSuccess"] = 1002,
            ["Cancelled"] = 1003,
            ["TimedOut"] = 1004,
            ["IntegrationMissing"] = 1005,
            ["ConnectionRefused"] = 1006,
            ["RejectedByTarget"] = 1007,
            ["Skipped"] = 1008,
        },
        Constants.Of(typeof(RunErrorCodes)));

    [Fact]
    public void Step_was_asked_for_once_unless_its_outcome_says_otherwise()
    {
        var parameter = Assert.Single(typeof(StepOutcome).GetConstructors(), made => made.GetParameters().Length == 4).GetParameters()[3];

        Assert.Equal(1, parameter.DefaultValue);
    }

    [Theory]
    [InlineData(StepOutcomeKind.Failure, null, null, "Stopped at step 'a': failure", 1001)]
    [InlineData(StepOutcomeKind.Failure, " ", null, "Stopped at step 'a': failure", 1001)]
    [InlineData(StepOutcomeKind.Failure, "no rows", 42, "Stopped at step 'a': no rows", 42)]
    [InlineData(StepOutcomeKind.PartialSuccess, "", null, "Stopped at step 'a': partial success", 1002)]
    [InlineData(StepOutcomeKind.PartialSuccess, "2 ignored", 7, "Stopped at step 'a': 2 ignored", 7)]
    public void Run_that_stops_says_where_and_why(StepOutcomeKind kind, string? message, int? code, string expected, int expectedCode)
    {
        var flow = new FlowSnapshot
        {
            FlowId = Ids.Of(1),
            Name = "n",
            Steps = [new() { Referrer = "a", Name = "a", OnFailure = ExceptionStrategy.Stop, OnPartialSuccess = ExceptionStrategy.Stop }],
        };
        var run = FlowProgress.Start(flow, RunSelection.Everything, 1);
        _ = run.StartReady(Instants.Noon).ToList();

        run.Complete("a", new StepOutcome(kind, message, code), Instants.Noon);

        Assert.Equal(new RunResult(false, expected, expectedCode), run.Result);
    }

    [Theory]
    [InlineData("x s", "No step of this flow has the referrer 'x'.")]
    [InlineData("s s", "'s' is listed more than once.")]
    public void List_with_another_problem_is_not_told_that_it_leaves_nothing(string listed, string message)
    {
        var flow = new FlowInput { Name = "n", Steps = [new() { Referrer = "a" }, new() { Referrer = "s", IsSkipped = true }] };

        Assert.Equal([message], RunSelectionRules.Check(flow, new RunRequest { StepsToRun = listed.Split(' ') })
            .Select(problem => problem.Message));
    }
}
