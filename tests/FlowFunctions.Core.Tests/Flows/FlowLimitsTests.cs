using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

/// <summary>Each rule of a flow's fields at its bound: the last value that is taken, and the first that is not, with what is said of
/// it.</summary>
public class FlowLimitsTests
{
    [Theory]
    [InlineData("'PT1S'", null)]
    [InlineData("'P6D'", null)]
    [InlineData("'PT0.999S'", "Must be from PT1S to P6D, but is 'PT0.999S'.")]
    [InlineData("'P6DT0.001S'", "Must be from PT1S to P6D, but is 'P6DT0.001S'.")]
    public void Run_takes_a_second_to_6_days(string timeout, string? message) =>
        AssertAnswer(Flow($",'timeout':{timeout}"), "timeout", message);

    [Theory]
    [InlineData("'PT1S'", null)]
    [InlineData("'P1D'", null)]
    [InlineData("'PT0.999S'", "Must be from PT1S to P1D, but is 'PT0.999S'.")]
    [InlineData("'P1DT0.001S'", "Must be from PT1S to P1D, but is 'P1DT0.001S'.")]
    public void Step_takes_a_second_to_a_day(string timeout, string? message) =>
        AssertAnswer(Flow(step: $",'timeout':{timeout}"), "steps[0].timeout", message);

    [Theory]
    [InlineData("'count':1", null, null)]
    [InlineData("'count':10", null, null)]
    [InlineData("'count':0", "count", "Must be from 1 to 10, but is 0.")]
    [InlineData("'count':11", "count", "Must be from 1 to 10, but is 11.")]
    [InlineData("'count':1,'backoff':'PT1S'", null, null)]
    [InlineData("'count':1,'backoff':'PT1H'", null, null)]
    [InlineData("'count':1,'backoff':'PT0.999S'", "backoff", "Must be from PT1S to PT1H, but is 'PT0.999S'.")]
    [InlineData("'count':1,'backoff':'PT1H0.001S'", "backoff", "Must be from PT1S to PT1H, but is 'PT1H0.001S'.")]
    [InlineData("'count':1,'coefficient':1", null, null)]
    [InlineData("'count':1,'coefficient':10", null, null)]
    [InlineData("'count':1,'coefficient':0.999", "coefficient", "Must be from 1 to 10.")]
    [InlineData("'count':1,'coefficient':10.001", "coefficient", "Must be from 1 to 10.")]
    [InlineData("'count':1,'maxBackoff':'PT1H'", null, null)]
    [InlineData("'count':1,'maxBackoff':'PT30S'", null, null)]
    [InlineData("'count':1,'maxBackoff':'PT29.999S'", "maxBackoff", "Must not be shorter than backoff, which is PT30S.")]
    [InlineData("'count':1,'maxBackoff':'PT1H0.001S'", "maxBackoff", "Must be from PT1S to PT1H, but is 'PT1H0.001S'.")]
    [InlineData("'count':1,'backoff':'PT1S','maxBackoff':'PT0.999S'", "maxBackoff", "Must be from PT1S to PT1H, but is 'PT0.999S'.")]
    public void Retry_has_its_bounds(string retry, string? name, string? message) =>
        AssertAnswer(Flow(step: $",'retry':{{{retry}}}"), $"steps[0].retry.{name}", message);

    [Fact]
    public void Retry_that_says_only_how_often_has_its_defaults()
    {
        var retry = Read(Flow(step: ",'retry':{'count':3}")).Value!.Steps[0].Retry!;

        Assert.Equal((3, TimeSpan.FromSeconds(30), 2.0, TimeSpan.FromHours(1)),
            (retry.Count, retry.Backoff, retry.Coefficient, retry.MaxBackoff));
        Assert.Throws<ArgumentOutOfRangeException>(() => retry.DelayBefore(0));
    }

    [Theory]
    [InlineData(1, "Integration flow has to have at least two enabled steps.")]
    [InlineData(2, null)]
    [InlineData(100, null)]
    [InlineData(101, "A flow has at most 100 steps, but this one has 101.")]
    public void Flow_has_2_to_100_steps(int steps, string? message) =>        AssertAnswer($"{{'name':'n','steps':[{string.Join(',', Enumerable.Range(1, steps).Select(Step))}]}}", "steps", message);

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, "Must be at most 200 characters long, but is 201.")]
    public void Name_has_200_characters(int length, string? message) => AssertAnswer(Flow(name: new string('n', length)), "name", message);

    [Fact]
    public void Step_whose_referrer_could_not_be_read_is_none() =>
        Assert.Throws<InvalidOperationException>(() => new FlowStepDraft().ToInput());

    [Fact]
    public void Strategy_is_given_once_for_a_kind_of_outcome() => AssertAnswer(
        Flow(step: ",'exceptionBehavior':[{'type':'failure','strategy':'stop'},{'type':'partial_success','strategy':'stop'},{'type':'failure','strategy':'stop'}]"),
        "steps[0].exceptionBehavior[2].type",
        "The strategy for this type is given more than once.");    private static string Step(int number) => $"{{'referrer':'{Ids.Of(number)}'}}";

    private static void AssertAnswer(string document, string path, string? message) =>
        Assert.Equal(message is null ? [] : [new Problem(path, message)], Read(document).Problems);

    private static string Flow(string more = "", string step = "", string name = "n") =>
        $"{{'name':'{name}','steps':[{{'referrer':'{Ids.Of(1)}'{step}}},{{'referrer':'{Ids.Of(2)}'}}]{more}}}";

    private static Parsed<FlowInput> Read(string document) => FlowInputReader.Read(Encoding.UTF8.GetBytes(document.Replace('\'', '"')));
}
