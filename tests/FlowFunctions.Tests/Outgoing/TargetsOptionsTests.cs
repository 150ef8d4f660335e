using FlowFunctions.Outgoing;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Outgoing;

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

    [Fact]
    public void Defaults_are_those_that_are_documented()
    {
        var options = new TargetsOptions();

        Assert.Equal((null, TimeSpan.FromSeconds(100), 10, 1), (options.AllowPrivateNetworks, options.CallTimeout, options.MaxAttempts, options.MaxParallelPerModel));
    }

    [Theory]
    [InlineData("CallTimeout", "00:00:00.999", "Targets:CallTimeout is 00:00:00.9990000; set it between 00:00:01 and 00:05:00.")]
    [InlineData("CallTimeout", "00:00:01", null)]
    [InlineData("CallTimeout", "00:05:00", null)]
    [InlineData("CallTimeout", "00:05:00.001", "Targets:CallTimeout is 00:05:00.0010000; set it between 00:00:01 and 00:05:00.")]
    [InlineData("MaxAttempts", "0", "Targets:MaxAttempts is 0; set it between 1 and 100.")]
    [InlineData("MaxAttempts", "1", null)]
    [InlineData("MaxAttempts", "100", null)]
    [InlineData("MaxAttempts", "101", "Targets:MaxAttempts is 101; set it between 1 and 100.")]
    [InlineData("MaxParallelPerModel", "0", "Targets:MaxParallelPerModel is 0; set it between 1 and 10.")]
    [InlineData("MaxParallelPerModel", "1", null)]
    [InlineData("MaxParallelPerModel", "10", null)]
    [InlineData("MaxParallelPerModel", "11", "Targets:MaxParallelPerModel is 11; set it between 1 and 10.")]
    [InlineData("Secrets:warehouse", "", "Targets:Secrets:warehouse is empty; give the secret a value or remove it.")]
    [InlineData("Secrets:warehouse", "x", null)]
    public void Settings_have_their_bounds(string name, string value, string? fault)
    {
        var options = new TargetsOptions();
        new ConfigurationBuilder().AddInMemoryCollection([new($"Targets:{name}", value)]).Build().GetSection(TargetsOptions.Section).Bind(options);

        Assert.Equal(fault is null ? [] : [fault], options.Faults());
    }

    [Fact]
    public void Names_of_secrets_ignore_case() => Assert.Equal("x", new TargetsOptions { Secrets = { ["Warehouse"] = "x" } }.Secrets["wareHOUSE"]);
}
