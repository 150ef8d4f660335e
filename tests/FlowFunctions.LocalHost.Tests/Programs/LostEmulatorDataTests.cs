using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>The host's own emulator is killed, and what it has written is gone.</summary>
public sealed class LostEmulatorDataTests : OutageTestBase
{
    [Fact]
    public async Task Emulator_that_ends_before_it_has_written_anything_makes_the_host_start_anew()
    {
        await using var host = StartHost();
        await host.ListeningAsync();
        await BecomesReadyAsync(host);
        await Signal.SendAsync("KILL", EmulatorOf(host));

        // It is started again after a second.
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, ".azurite"), "__azurite_db_*"))
        {
            File.Delete(file);
        }

        await Wait.Until(() => host.Output.Any(line => line.Contains("the host starts anew", StringComparison.Ordinal)), RecoversWithin, () => string.Join('\n', host.Output));
        await Wait.Until(() => host.Output.Count(LocalHostProcess.IsListeningLine) == 2, RecoversWithin, () => string.Join('\n', host.Output));
        await BecomesReadyAsync(host);
        await host.StopAsync();
        Assert.Equal(0, await host.ExitAsync());
    }
}
