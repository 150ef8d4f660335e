using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>Demos of one storage account.</summary>
public sealed class DemosAtOnceTests(AzuriteFixture azurite) : DemoTestBase(azurite)
{
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
