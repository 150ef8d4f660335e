using FlowFunctions.Outgoing;
using FlowFunctions.Targets;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Targets;

public sealed class TargetsOptionsTests
{
    [Fact]
    public void Default_options_are_valid() => Assert.Empty(new TargetsOptions().Faults());

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Private_networks_are_allowed_by_default_in_development_only(string environment, bool allowed)
    {
        await using var host = new TargetHost(environment: environment, settings: ("Targets:AllowPrivateNetworks", ""));

        Assert.Equal(allowed, host.Options.Value.AllowPrivateNetworks);
    }

    [Fact]
    public async Task Invalid_options_are_refused_with_every_fault()
    {
        await using var host = new TargetHost(settings:
            [("Targets:CallTimeout", "00:00:00"), ("Targets:MaxAttempts", "0"), ("Targets:Secrets:warehouse", "")]);

        var refused = Assert.Throws<OptionsValidationException>(() => host.Options.Value);

        Assert.Equal(3, refused.Failures.Count());
        Assert.Contains("Targets:Secrets:warehouse is empty; give the secret a value or remove it.", refused.Failures);
    }
}
