using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>Gets hold of a storage emulator: another host's, or one that it starts.</summary>
internal sealed partial class AzuriteSource(AzuriteSettings settings, TimeProvider time, ILogger logger)
{
    // Longer than the keeper allows itself to close.
    private static readonly TimeSpan PredecessorClosesWithin = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    /// <param name="location">Where the data is, of an emulator that is started.</param>
    /// <param name="cancellationToken">Ends the start, too.</param>
    /// <returns>Null where somebody else runs an emulator there.</returns>
    /// <exception cref="AzuriteException">The emulator cannot be had; the message says why and what to do.</exception>
    public async Task<IAzuriteGrip?> GetAsync(string location, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Cache);
        // Of two hosts that start at once, one starts the emulator and the other finds it.
        await using var starting = await FileLock.AcquireAsync(Path.Combine(settings.Cache, "start.lock"), time, cancellationToken);

        var presence = await AzuriteProbe.LookAsync(settings.Endpoints, cancellationToken);
        var recordPath = AzuriteRecord.PathFor(settings.Cache, settings.Endpoints);
        if (await AzuriteRecord.ReadAsync(recordPath, cancellationToken) is { } record)
        {
            if (presence.IsComplete && await AzuriteHold.TryAsync(record, time, cancellationToken) is { } hold)
            {
                HoldingShared(record.Pid, record.Location);
                return hold;
            }

            presence = await PredecessorGoneAsync(record, cancellationToken);
        }

        if (presence.IsComplete)
        {
            UsingForeign(settings.Endpoints.BlobPort, settings.Endpoints.TablePort);
            return null;
        }

        if (!presence.IsAbsent)
        {
            throw new AzuriteException(presence.Conflict);
        }

        var installation = new AzuriteInstallation(settings.Cache, logger, time);
        await installation.EnsureAsync(cancellationToken);
        var started = time.GetTimestamp();
        var keeper = await AzuriteKeeper.StartAsync(installation, settings with { Location = location }, time, cancellationToken);
        Started(keeper.ProcessId, location, time.GetElapsedTime(started).TotalMilliseconds);
        return keeper;
    }

    // A host that was killed leaves an emulator that is just writing its tables: starting another one beside it would lose them.
    private async Task<AzuritePresence> PredecessorGoneAsync(AzuriteRecord record, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var told = false;
        while (AzuriteKeeper.IsRunning(record.Pid) && time.GetElapsedTime(since) < PredecessorClosesWithin)
        {
            if (!told)
            {
                told = true;
                WaitingForPredecessor(record.Pid);
            }

            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }

        return await AzuriteProbe.LookAsync(settings.Endpoints, cancellationToken);
    }

    [LoggerMessage(1311, LogLevel.Information, "Azurite runs as process {Pid} with its data in {Location}, ready after {Milliseconds:0} ms")]
    private partial void Started(int pid, string location, double milliseconds);

    [LoggerMessage(1312, LogLevel.Information, "Using the Azurite that another host started (process {Pid}, data in {Location})")]
    private partial void HoldingShared(int pid, string location);

    [LoggerMessage(1313, LogLevel.Information, "Using the Azurite that already listens on ports {BlobPort} to {TablePort}")]
    private partial void UsingForeign(int blobPort, int tablePort);

    [LoggerMessage(1314, LogLevel.Information, "Waiting for the previous host's Azurite (process {Pid}) to write its data and end")]
    private partial void WaitingForPredecessor(int pid);
}
