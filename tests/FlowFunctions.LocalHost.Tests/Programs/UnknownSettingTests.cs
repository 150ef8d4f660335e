namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>A setting that nothing reads.</summary>
public sealed class UnknownSettingTests : OutageTestBase
{
    [Fact]
    public async Task Setting_that_nothing_reads_is_a_warning_and_the_host_serves()
    {
        await using var host = StartHost("--Flows:NoSuch=1");

        await host.ListeningAsync();

        Assert.Contains(host.Output, line => line.StartsWith("warn: ", StringComparison.Ordinal) && line.Contains("Flows:NoSuch (set on the command line) is no setting of this application", StringComparison.Ordinal));
        await host.StopAsync();
        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(host.Errors);
    }
}
