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

    // What is deployed: published, and in a process of its own, as in Azure.
    [Fact]
    public async Task Published_app_runs_the_demo_as_expected()
    {
        using var demo = Start("--once", "--speed", "4", "--app", PublishedApp.Folder);

        Assert.True(await demo.WaitForExitAsync() == 0, demo.Output);
        Assert.Contains("Completed with failures: 1 of 7 steps", demo.Output);
        Assert.Contains("as in Samples/expected/plan.csv, byte for byte", demo.Output);
        Assert.True(File.Exists(Path.Combine(PublishedApp.Folder, "functions.metadata")));
        Assert.True(Directory.Exists(Path.Combine(PublishedApp.Folder, ".azurefunctions")));
        Assert.Empty(Directory.GetFiles(PublishedApp.Folder, "FlowFunctions.LocalHost*", SearchOption.AllDirectories));
    }

    // Nothing but their folders tells them apart: they share the storage account.
    [Fact]
    public async Task Demos_in_two_folders_at_once_both_run_as_expected()
    {
        var other = Directory.CreateTempSubdirectory("flows-demo-").FullName;
        try
        {
            using var one = StartIn(folder: null, "--once", "--speed", "4");
            using var two = StartIn(other, "--once", "--speed", "4");

            Assert.True(await one.WaitForExitAsync() == 0, one.Output);
            Assert.True(await two.WaitForExitAsync() == 0, two.Output);
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }
}
