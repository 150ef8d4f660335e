using CsCheck;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class FlowInputReaderProperties
{
    [Fact]
    public void Read_gives_back_the_flow_that_was_written() => Gen.Select(AnyFlow.Gen, Gen.Bool, Gen.Bool).Sample((flow, snakeCase, withDefaults) =>
    {
        var parsed = FlowInputReader.Read(FlowWriter.Write(flow, snakeCase, withDefaults));

        Assert.Empty(parsed.Problems);
        Assert.Equivalent(flow, parsed.Value, strict: true);
    });

    [Fact]
    public void Read_gives_a_flow_that_can_be_planned() => AnyFlow.Gen.Sample(flow =>
        Assert.Equal(flow.Steps.Count, FlowPlan.Of(FlowInputReader.Read(FlowWriter.Write(flow)).Value!).Order.Count));

    // Edges between any two steps, so that most flows have cycles: the reader refuses exactly those that cannot be planned.
    [Fact]
    public void Read_refuses_a_flow_exactly_when_its_dependencies_cannot_be_planned() =>
        (from size in Gen.Int[2, 12]
         from dependencies in Gen.Int[0, size - 1].Array[0, 2].Array[size]
         select new FlowInput
         {
             Name = "n",
             Steps = [.. dependencies.Select((edges, i) => new FlowStepInput { Referrer = Ids.Of(i), DependsOn = [.. edges.Distinct().Where(edge => edge != i).Select(Ids.Of)] })],
         }).Sample(flow =>
        {
            var canBePlanned = Record.Exception(() => FlowPlan.Of(flow)) is null;

            Assert.Equal(canBePlanned, FlowInputReader.Read(FlowWriter.Write(flow)).IsValid);
        });
}
