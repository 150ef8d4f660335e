using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>The process in which a started Azurite runs, and the pipe that keeps it alive.</summary>
internal sealed class AzuriteKeeper : IAzuriteGrip
{
    private const int LogLinesShown = 4;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(25);

    // Looking costs one read of /proc.
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(250);

    // A little longer than the keeper allows itself.
    private static readonly TimeSpan ClosesWithin = TimeSpan.FromSeconds(17);

    private readonly Process _launcher;
    private readonly string _recordPath;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _released = new();

    private AzuriteKeeper(Process launcher, int processId, string location, string recordPath, TimeProvider time)
    {
        _launcher = launcher;
        _recordPath = recordPath;
        _time = time;
        ProcessId = processId;
        Location = location;
        Ended = WatchAsync(_released.Token);
    }

    public AzuriteUse Use => AzuriteUse.Started;

    public int ProcessId { get; }

    public string Location { get; }

    public Task Ended { get; }

    /// <summary>Starts Azurite and returns when all its services answer.</summary>
    /// <exception cref="AzuriteException">It ended, or did not answer in time; the message shows the end of its log.</exception>
    public static async Task<AzuriteKeeper> StartAsync(
        AzuriteInstallation installation, AzuriteSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        MakeFolder(settings.Location);
        var launcher = NodeTools.Start(NodeTools.Node, [installation.KeeperScript, "launch", Arguments(installation, settings)], settings.Location);
        AzuriteKeeper? keeper = null;
        try
        {
            var said = await launcher.StandardOutput.ReadLineAsync(cancellationToken);
            await launcher.WaitForExitAsync(cancellationToken);
            if (!int.TryParse(said, CultureInfo.InvariantCulture, out var processId))
            {
                throw new AzuriteException($"Azurite did not start: {await launcher.StandardError.ReadToEndAsync(cancellationToken)}".TrimEnd());
            }

            keeper = new AzuriteKeeper(launcher, processId, settings.Location, AzuriteRecord.PathFor(settings.Cache, settings.Endpoints), time);
            await keeper.AnswersAsync(settings, cancellationToken);
            return keeper;
        }
        catch
        {
            // Without its pipe the keeper ends.
            await launcher.StandardInput.DisposeAsync();
            if (keeper is not null)
            {
                // Whoever stops does not wait; whoever tries again does, so that the two do not meet.
                await keeper.ReleaseAsync(cancellationToken.IsCancellationRequested ? TimeSpan.Zero : ClosesWithin);
                await keeper.DisposeAsync();
            }

            launcher.Dispose();
            throw;
        }
    }

    public static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            // The number may have gone to another program since.
            return !process.HasExited && process.ProcessName.Contains("node", StringComparison.OrdinalIgnoreCase) && !IsZombie(processId);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    // In a container whose first process does not reap orphans, an ended keeper keeps its entry in the process table for ever.
    private static bool IsZombie(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // "pid (name) state ...", and the name may contain anything: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 1)..].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            // Gone between the two looks.
            return true;
        }
    }

    public async Task<bool> ReleaseAsync(TimeSpan patience)
    {
        if (_released.IsCancellationRequested)
        {
            return true;
        }

        await _released.CancelAsync();
        await Ended;
        await _launcher.StandardInput.DisposeAsync();
        var since = _time.GetTimestamp();
        while (IsRunning(ProcessId) && !await IsHeldByOthersAsync())
        {
            if (_time.GetElapsedTime(since) > patience)
            {
                return false;
            }

            await Task.Delay(LookAgainAfter, _time);
        }

        return true;
    }

    /// <summary>Lets go of the emulator, and waits until it has written its data and ended, unless another host still holds it.</summary>
    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync(ClosesWithin);
        _launcher.Dispose();
        _released.Dispose();
    }

    private static void MakeFolder(string location)
    {
        try
        {
            OwnerOnlyFolder.Make(location);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AzuriteException(
                $"Azurite's data cannot be kept in {location}: {fault.Message.TrimEnd('.')}. Start the host in a folder that you may write to, or set AzureWebJobsStorage to the connection string of a storage account.", fault);
        }
    }

    private async Task WatchAsync(CancellationToken released)
    {
        while (!released.IsCancellationRequested && IsRunning(ProcessId))
        {
            // It is no child of this process, so the system does not tell.
            await Task.Delay(WatchEvery, _time, released).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsHeldByOthersAsync() =>
        await AzuriteRecord.ReadAsync(_recordPath, CancellationToken.None) is { StarterLeft: true } record && record.Pid == ProcessId;

    private async Task AnswersAsync(AzuriteSettings settings, CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        while (true)
        {
            if (!IsRunning(ProcessId))
            {
                throw new AzuriteException($"Azurite ended while it started: {LogEnd(settings.Log)} (log: {settings.Log})");
            }

            if ((await AzuriteProbe.LookAsync(settings.Endpoints, cancellationToken)).IsComplete)
            {
                return;
            }

            if (_time.GetElapsedTime(since) > settings.StartWithin)
            {
                throw new AzuriteException(
                    $"Azurite did not answer within {settings.StartWithin.TotalSeconds:0} s: {LogEnd(settings.Log)} (log: {settings.Log})");
            }

            await Task.Delay(LookAgainAfter, _time, cancellationToken);
        }
    }

    private static string LogEnd(string log) =>
        File.Exists(log)
            ? string.Join(" | ", File.ReadLines(log).Where(line => line.Length > 0).TakeLast(LogLinesShown))
            : "it wrote no log";

    internal static string Arguments(AzuriteInstallation installation, AzuriteSettings settings)
    {
        var endpoints = settings.Endpoints;
        string[] arguments =
        [
            "--location", settings.Location,
            // The storage clients speak newer versions of the API than Azurite lists; what the runtime uses of them is in both.
            "--skipApiVersionCheck",
            "--silent",
            "--disableTelemetry",
            "--blobHost", AzuriteEndpoints.Host, "--blobPort", endpoints.BlobPort.ToString(CultureInfo.InvariantCulture),
            "--queueHost", AzuriteEndpoints.Host, "--queuePort", endpoints.QueuePort.ToString(CultureInfo.InvariantCulture),
            "--tableHost", AzuriteEndpoints.Host, "--tablePort", endpoints.TablePort.ToString(CultureInfo.InvariantCulture),
        ];
        return JsonSerializer.Serialize(
            new
            {
                azurite = installation.AzuriteScript,
                location = settings.Location,
                log = settings.Log,
                record = AzuriteRecord.PathFor(installation.Cache, endpoints),
                deleteLocation = settings.DeleteLocationAtEnd,
                accounts = AzuriteEndpoints.AccountsSetting(settings.FurtherAccounts),
                arguments,
            });
    }
}
