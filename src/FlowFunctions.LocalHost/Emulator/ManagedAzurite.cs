using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>
/// Sees to it that a storage emulator answers for as long as this object lives: starts the pinned one where nothing listens, holds one that another host of the same
/// user started, and starts either again where it ends, with the same data. One that somebody else runs is left alone. Thread-safe.
/// </summary>
/// <remarks>A started emulator ends when the last host that holds it is gone, however that host ended: closed, killed or crashed.</remarks>
internal sealed partial class ManagedAzurite : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>An emulator that ran for so long did not end because of how it was started.</summary>
    private static readonly TimeSpan RunsProperlyAfter = TimeSpan.FromMinutes(1);

    private readonly AzuriteSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _watching;
    private volatile IAzuriteGrip? _grip;

    private ManagedAzurite(AzuriteSource source, IAzuriteGrip? grip, TimeProvider time, ILogger logger)
    {
        _source = source;
        _time = time;
        _logger = logger;
        _grip = grip;
        _watching = grip is null ? Task.CompletedTask : WatchAsync(grip);
    }

    /// <summary>Called each time that the emulator has been started again; null for nothing.</summary>
    public Func<CancellationToken, Task>? StartedAgain { get; set; }

    public AzuriteUse Use => _grip?.Use ?? AzuriteUse.Foreign;

    /// <summary>The process of the emulator; null where it is not this user's hosts', and while it is being started again.</summary>
    public int? ProcessId => _grip?.ProcessId;

    /// <exception cref="AzuriteException">The emulator cannot be had; the message says why and what to do.</exception>
    public static async Task<ManagedAzurite> EnsureAsync(
        AzuriteSettings settings, TimeProvider time, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        logger ??= NullLogger.Instance;
        var source = new AzuriteSource(settings, time, logger);
        return new(source, await source.GetAsync(settings.Location, cancellationToken), time, logger);
    }

    /// <summary>Lets go, and waits for that long at the most until the emulator has written its data and ended, where no other host holds it. It ends by itself.</summary>
    public async Task ReleaseAsync(TimeSpan patience)
    {
        await _closing.CancelAsync();
        await _watching;
        if (_grip is { } grip && !await grip.ReleaseAsync(patience))
        {
            StillWrites(grip.ProcessId);
        }
    }

    /// <summary>Lets go, and waits until the emulator has written its data and ended, where no other host holds it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watching;
        if (_grip is { } grip)
        {
            await grip.DisposeAsync();
        }

        _closing.Dispose();
    }

    private async Task WatchAsync(IAzuriteGrip grip)
    {
        var delay = TimeSpan.Zero;
        while (true)
        {
            var since = _time.GetTimestamp();
            await grip.Ended.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_closing.IsCancellationRequested)
            {
                return;
            }

            HasEnded(grip.ProcessId);
            _grip = null;
            await grip.DisposeAsync();
            delay = _time.GetElapsedTime(since) >= RunsProperlyAfter ? TimeSpan.Zero : Longer(delay);
            if (await AgainAsync(grip.Location, delay) is not { } next)
            {
                return;
            }

            _grip = grip = next;
            if (StartedAgain is { } tell)
            {
                await tell(_closing.Token);
            }
        }
    }

    /// <summary>Null where the host stops meanwhile, and where somebody else's emulator is there now.</summary>
    private async Task<IAzuriteGrip?> AgainAsync(string location, TimeSpan delay)
    {
        while (true)
        {
            try
            {
                await Task.Delay(delay, _time, _closing.Token);
                return await _source.GetAsync(location, _closing.Token);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception fault) when (fault is AzuriteException or IOException or UnauthorizedAccessException)
            {
                delay = Longer(delay);
                DoesNotStart(delay, fault.Message);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan delay) =>
        delay < FirstDelay ? FirstDelay
        : delay * 2 < LongestDelay ? delay * 2
        : LongestDelay;

    [LoggerMessage(1315, LogLevel.Error, "Azurite (process {Pid}) has ended; starting it again")]
    private partial void HasEnded(int pid);

    [LoggerMessage(1316, LogLevel.Error, "Azurite does not start, and is tried again in {Delay}: {Reason}")]
    private partial void DoesNotStart(TimeSpan delay, string reason);

    [LoggerMessage(1317, LogLevel.Information, "Azurite (process {Pid}) has not ended yet; it does by itself, when it has written its data")]
    private partial void StillWrites(int pid);
}
