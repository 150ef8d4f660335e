using System.Diagnostics;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>A host that is stopped while its storage is away.</summary>
[Collection(nameof(Alone))]
public sealed class StopWithoutStorageTests : OutageTestBase
{
    /// <summary>The promise is 5 s; beside builds and other tests the process itself takes longer to end.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(12);

    [Theory]
    [InlineData("STOP")]
    [InlineData("KILL")]
    public async Task Host_without_storage_stops_in_time(string signal)
    {
        await using var host = StartHost();
        await host.ListeningAsync();
        var emulator = EmulatorOf(host);
        await Signal.SendAsync(signal, emulator);
        var since = Stopwatch.GetTimestamp();

        await host.StopAsync();

        Assert.Equal(0, await host.ExitAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, StopsWithin);
        if (signal == "STOP")
        {
            await Signal.SendAsync("CONT", emulator);
        }
    }
}
