using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>The host's own emulator is killed.</summary>
public sealed class EmulatorOutageTests : OutageTestBase
{
    [Fact]
    public async Task Killed_emulator_is_named_and_started_again_and_health_recovers_by_itself()
    {
        await using var host = StartHost();
        await host.ListeningAsync();
        await BecomesReadyAsync(host);
        var emulator = EmulatorOf(host);

        await Signal.SendAsync("KILL", emulator);

        await Wait.Until(() => host.Output.Any(line => line.EndsWith($"Azurite (process {emulator}) has ended; starting it again", StringComparison.Ordinal)));
        await Wait.Until(() => EmulatorOf(host) != emulator, RecoversWithin, () => string.Join('\n', host.Output));
        await BecomesReadyAsync(host);
        await host.StopAsync();
        Assert.Equal(0, await host.ExitAsync());
    }
}
