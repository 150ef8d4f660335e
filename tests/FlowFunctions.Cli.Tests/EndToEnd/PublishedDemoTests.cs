using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>What is deployed: published, and in a process of its own, as in Azure.</summary>
public sealed class PublishedDemoTests(AzuriteFixture azurite) : DemoTestBase(azurite)
{
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
}
