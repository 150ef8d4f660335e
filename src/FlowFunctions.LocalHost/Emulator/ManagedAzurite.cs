using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>
/// Sees to it that a storage emulator answers for as long as this object lives: starts the pinned one where nothing listens, holds one
/// that another host of the same user started, and leaves alone one that somebody else runs.
/// </summary>
/// <remarks>A started emulator ends when the last host that holds it is gone, however that host ended: closed, killed or crashed.</remarks>
internal sealed partial class ManagedAzurite : IAsyncDisposable
{
    // Longer than the keeper allows itself to close.
    private static readonly TimeSpan PredecessorClosesWithin = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly AzuriteKeeper? _keeper;
    private readonly AzuriteHold? _hold;

    private ManagedAzurite(AzuriteUse use, AzuriteKeeper? keeper = null, AzuriteHold? hold = null)
    {
        Use = use;
        _keeper = keeper;
        _hold = hold;
    }

    public AzuriteUse Use { get; }

    /// <exception cref="AzuriteException">The emulator cannot be had; the message says why and what to do.</exception>
    public static async Task<ManagedAzurite> EnsureAsync(
        AzuriteSettings settings, TimeProvider time, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        logger ??= NullLogger.Instance;
        Directory.CreateDirectory(settings.Cache);
        // Of two hosts that start at once, one starts the emulator and the other finds it.
        await using var starting = await FileLock.AcquireAsync(Path.Combine(settings.Cache, "start.lock"), time, cancellationToken);

        var presence = await AzuriteProbe.LookAsync(settings.Endpoints, cancellationToken);
        var recordPath = AzuriteRecord.PathFor(settings.Cache, settings.Endpoints);
        if (await AzuriteRecord.ReadAsync(recordPath, cancellationToken) is { } record)
        {
            if (presence.IsComplete && await AzuriteHold.TryAsync(record, time, cancellationToken) is { } hold)
            {
                HoldingShared(logger, record.Pid, record.Location);
                return new ManagedAzurite(AzuriteUse.Shared, hold: hold);
            }

            presence = await PredecessorGoneAsync(record, settings, time, logger, cancellationToken);
        }

        if (presence.IsComplete)
        {
            UsingForeign(logger, settings.Endpoints.BlobPort, settings.Endpoints.TablePort);
            return new ManagedAzurite(AzuriteUse.Foreign);
        }

        if (!presence.IsAbsent)
        {
            throw new AzuriteException(presence.Conflict);
        }

        var installation = new AzuriteInstallation(settings.Cache, logger, time);
        await installation.EnsureAsync(cancellationToken);
        var started = time.GetTimestamp();
        var keeper = await AzuriteKeeper.StartAsync(installation, settings, time, cancellationToken);
        Started(logger, keeper.ProcessId, settings.Location, time.GetElapsedTime(started).TotalMilliseconds);
        return new ManagedAzurite(AzuriteUse.Started, keeper: keeper);
    }

    public async ValueTask DisposeAsync()
    {
        _hold?.Dispose();
        if (_keeper is not null)
        {
            await _keeper.DisposeAsync();
        }
    }

    // A host that was killed leaves an emulator that is just writing its tables: starting another one beside it would lose them.
    private static async Task<AzuritePresence> PredecessorGoneAsync(
        AzuriteRecord record, AzuriteSettings settings, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var told = false;
        while (AzuriteKeeper.IsRunning(record.Pid) && time.GetElapsedTime(since) < PredecessorClosesWithin)
        {
            if (!told)
            {
                told = true;
                WaitingForPredecessor(logger, record.Pid);
            }

            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }

        return await AzuriteProbe.LookAsync(settings.Endpoints, cancellationToken);
    }

    [LoggerMessage(1311, LogLevel.Information, "Azurite runs as process {Pid} with its data in {Location}, ready after {Milliseconds:0} ms")]
    private static partial void Started(ILogger logger, int pid, string location, double milliseconds);

    [LoggerMessage(1312, LogLevel.Information, "Using the Azurite that another host started (process {Pid}, data in {Location})")]
    private static partial void HoldingShared(ILogger logger, int pid, string location);

    [LoggerMessage(1313, LogLevel.Information, "Using the Azurite that already listens on ports {BlobPort} to {TablePort}")]
    private static partial void UsingForeign(ILogger logger, int blobPort, int tablePort);

    [LoggerMessage(1314, LogLevel.Information, "Waiting for the previous host's Azurite (process {Pid}) to write its data and end")]
    private static partial void WaitingForPredecessor(ILogger logger, int pid);
}
