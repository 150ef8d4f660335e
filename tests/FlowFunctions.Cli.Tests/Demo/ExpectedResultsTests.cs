using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Simulator;

namespace FlowFunctions.Cli.Tests.Demo;

public class ExpectedResultsTests
{
    private static readonly ExpectedFiles Expected = new(Plan: "a,b\n1,2\n"u8.ToArray(), RejectedSales: "a\nx\n"u8.ToArray());

    private static RunResults Whole { get; } = new(
        Expected.RejectedSales, Expected.Plan, [.. ExpectedResults.Tasks.Select(name => new ModelTask(name, ModelTask.Complete, Runs.Start))]);

    [Fact]
    public void Results_that_are_the_same_byte_for_byte_have_no_differences() => Assert.Empty(ExpectedResults.Differences(Whole, Expected));

    [Fact]
    public void Files_that_are_missing_are_named() => Assert.Equal(
        ["dump of 'Load sales': there is none", "out/plan.csv: there is none"], ExpectedResults.Differences(Whole with { RejectedSales = null, Plan = null }, Expected));

    [Fact]
    public void File_with_another_byte_is_told_with_its_place() => Assert.Equal(
        ["out/plan.csv: 8 bytes that differ from the 8 of the sample from byte 6 on"],
        ExpectedResults.Differences(Whole with { Plan = "a,b\n1,3\n"u8.ToArray() }, Expected));

    [Fact]
    public void Task_that_was_asked_for_twice_is_a_difference()
    {
        var twice = Whole with { Tasks = [Whole.Tasks[0], .. Whole.Tasks] };

        var difference = Assert.Single(ExpectedResults.Differences(twice, Expected));

        Assert.Contains("were Currencies from currencies.csv, Currencies from currencies.csv, Products", difference);
    }

    [Fact]
    public void Task_that_has_not_come_to_its_end_is_a_difference()
    {
        var open = Whole with { Tasks = [.. Whole.Tasks.SkipLast(1), Whole.Tasks[^1] with { State = "IN_PROGRESS" }] };

        Assert.Equal(["task 'Plan.csv': expected COMPLETE, was IN_PROGRESS"], ExpectedResults.Differences(open, Expected));
    }
}
