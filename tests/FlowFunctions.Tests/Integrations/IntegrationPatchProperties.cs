using CsCheck;
using FlowFunctions.Core.Tests.Integrations;
using FlowFunctions.Integrations;

namespace FlowFunctions.Tests.Integrations;

public class IntegrationPatchProperties
{
    [Fact]
    public void Empty_patch_changes_nothing() => AnyJobs.Gen.Sample(integration =>
        Assert.Equivalent(integration, IntegrationPatch.Apply(integration, "{}"u8.ToArray()).Value, strict: true));

    [Fact]
    public void Patch_of_a_name_changes_the_name_alone() => AnyJobs.Gen.Sample(integration =>
        Assert.Equivalent(integration with { Name = "Renamed" }, IntegrationPatch.Apply(integration, """{"name":"Renamed"}"""u8.ToArray()).Value, strict: true));
}
