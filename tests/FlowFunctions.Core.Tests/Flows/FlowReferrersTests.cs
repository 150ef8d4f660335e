using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class FlowReferrersTests
{
    private static readonly FlowInput Flow = new() { Name = "n", Steps = [.. Enumerable.Range(0, 3).Select(i => new FlowStepInput { Referrer = Ids.Of(i) })] };

    [Fact]
    public void Check_names_each_integration_that_does_not_exist() => Assert.Equal(
        [
            new Problem("steps[0].referrer", $"No integration has the id '{Ids.Of(0)}'."),
            new Problem("steps[2].referrer", $"No integration has the id '{Ids.Of(2)}'."),
        ],
        FlowReferrers.Check(Flow, new HashSet<string> { Ids.Of(1) }));

    [Fact]
    public void Check_finds_nothing_when_all_exist() =>
        Assert.Empty(FlowReferrers.Check(Flow, new HashSet<string> { Ids.Of(0), Ids.Of(1), Ids.Of(2), Ids.Of(3) }));
}
