using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>Demos that run to their end.</summary>
public sealed class DemoRunTests(AzuriteFixture azurite) : DemoTestBase(azurite)
{
    [Fact]
    public async Task First_demo_and_the_next_one_on_its_data_run_as_expected()
    {
        using var first = Start("--once", "--speed", "4");
        Assert.True(await first.WaitForExitAsync() == 0, first.Output);
        Assert.Contains("Created 1 connection, 8 integrations", first.Output);
        Assert.Contains("Completed with failures: 1 of 7 steps", first.Output);
        Assert.Contains("(3 attempts)", first.Output);
        Assert.Contains("Waiting for model", first.Output);
        Assert.Contains("no file like 'forecast-*.csv'", first.Output);
        Assert.Contains("left a dump of 3 rejected rows", first.Output);
        Assert.Contains("as in Samples/expected/plan.csv, byte for byte", first.Output);
        Assert.DoesNotContain('\u001b', first.Output);

        using var second = Start("--once", "--speed", "4");
        Assert.True(await second.WaitForExitAsync() == 0, second.Output);
        Assert.Contains("Updated 1 connection, 8 integrations", second.Output);
    }
}
