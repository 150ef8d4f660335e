using System.Diagnostics;
using System.Net;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>Storage that the host has not started cannot be reached for long.</summary>
public sealed class ForeignStorageOutageTests : OutageTestBase
{
    [Fact]
    public async Task Host_outlives_storage_of_somebody_else_that_cannot_be_reached_for_long()
    {
        // The listeners of queues used to end the process when their client had tried six times, after some twenty seconds.
        var elsewhere = new AzuriteSettings
        {
            Endpoints = Endpoints,
            Location = Path.Combine(Folder, "elsewhere"),
            StartWithin = TimeSpan.FromMinutes(2),
        };
        var azurite = await ManagedAzurite.EnsureAsync(elsewhere, TimeProvider.System);

        // Otherwise the host would hold it, and it would not go.
        File.Delete(AzuriteRecord.PathFor(elsewhere.Cache, elsewhere.Endpoints));
        await using var host = StartHost();
        await host.ListeningAsync();
        await BecomesReadyAsync(host);
        await azurite.DisposeAsync();
        await BecomesUnreadyAsync(host);
        var since = Stopwatch.GetTimestamp();

        await Wait.Until(() => host.HasExited || Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(1));

        Assert.False(host.HasExited, string.Join('\n', host.Output.Concat(host.Errors)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(host));
        await using var again = await ManagedAzurite.EnsureAsync(elsewhere, TimeProvider.System);
        await BecomesReadyAsync(host);
    }
}
