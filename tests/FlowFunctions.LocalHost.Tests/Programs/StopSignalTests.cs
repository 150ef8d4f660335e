namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>What stops a host in order: each of these ends it with what it says at its end, and with exit code 0.</summary>
public sealed class StopSignalTests : OutageTestBase
{
    /// <summary>SIGTERM to a group comes from the sender and from the program that passes it on; SIGHUP is a terminal that was closed.</summary>
    [Theory]
    [InlineData("TERM", "TERM")]
    [InlineData("HUP", "TERM")]
    public async Task Host_stops_in_order(params string[] signals)
    {
        await using var host = StartHost();
        await host.ListeningAsync();
        await BecomesReadyAsync(host);

        foreach (var signal in signals)
        {
            await Signal.SendAsync(signal, host.Id);
        }

        Assert.Equal(0, await host.ExitAsync());
    }
}
