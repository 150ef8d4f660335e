namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>What stops a host in order: each of these ends it with what it says at its end, and with exit code 0.</summary>
public sealed class StopSignalTests : OutageTestBase
{
    /// <summary>SIGTERM to a group comes from the sender and from the program that passes it on; SIGHUP is a terminal that was closed.</summary>
    [Theory]
    [InlineData("TERM", "TERM")]
    [InlineData("HUP", "TERM")]
    [InlineData("INT")]
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

    [Fact]
    public async Task Second_Ctrl_C_ends_it_at_once()
    {
        await using var host = StartHost();
        await host.ListeningAsync();
        var emulator = EmulatorOf(host);
        await Signal.SendAsync("STOP", emulator);

        await Signal.SendAsync("INT", host.Id);
        await Signal.SendAsync("INT", host.Id);

        Assert.NotEqual(0, await host.ExitAsync());
        await Signal.SendAsync("CONT", emulator);
    }
}
