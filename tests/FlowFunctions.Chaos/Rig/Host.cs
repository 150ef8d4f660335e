using System.Globalization;
using System.Net.Sockets;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Chaos.Rig;

/// <summary>
/// One of the hosts: a process, and after its end another one, as a supervisor of services has it. Each has a log of its own.
/// </summary>
/// <param name="number">From 0.</param>
/// <param name="plan">How its processes are started, but for the log, which is in their working directory.</param>
internal sealed class Host(int number, HostPlan plan) : IAsyncDisposable
{
    private static readonly TimeSpan AfterFailedStart = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private volatile IReadOnlyList<HostProcess> _processes = [];
    private HttpClient? _ready;
    private volatile bool _isFrozen;

    public int Number => number;

    /// <summary>Calls it; null while it is not ready. The address of one that has ended may be somebody else's.</summary>
    public HttpClient? Ready => _processes is [.., { HasEnded: false }] ? Volatile.Read(ref _ready) : null;

    /// <summary>Whether its process has ended; one that did so by itself is started again (<see cref="SuperviseAsync"/>).</summary>
    public bool HasEnded => _processes is [.., { HasEnded: true }];

    /// <summary>Whether it stands still; nothing else can befall it then.</summary>
    public bool IsFrozen => _isFrozen;

    /// <summary>Starts it and returns when it is ready, however many starts that takes.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        bool isReady;
        do
        {
            var process = HostProcess.Start(plan with { Log = Path.Combine(plan.WorkingDirectory, $"{_processes.Count + 1}.log") });
            _processes = [.. _processes, process];
            isReady = await IsReadyAsync(process, cancellationToken);
        }
        while (!isReady);
    }

    /// <summary>Starts another one where it ends by itself, as it does where it has lost what it holds of the storage for too long. Until it is told to end that.</summary>
    public async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // Whoever ends it, or has it stand still, takes that first, and sees to its start.
            if (HasEnded && Interlocked.Exchange(ref _ready, null) is not null)
            {
                await StartAsync(cancellationToken);
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }

    /// <summary>Stops it where it stands, as a virtual machine that is moved, and lets it go on. Returns when it is ready again; where it has ended over that, another one is started.</summary>
    public async Task FreezeAsync(TimeSpan lasts, TimeProvider time, CancellationToken cancellationToken)
    {
        _ready = null;
        _isFrozen = true;
        var process = int.Parse(await File.ReadAllTextAsync(Path.Combine(plan.WorkingDirectory, HostProgram.ProcessFile), cancellationToken), CultureInfo.InvariantCulture);
        await Signals.StopAsync(process);
        try
        {
            await Task.Delay(lasts, time, cancellationToken);
        }
        finally
        {
            await Signals.ContinueAsync(process);
            _isFrozen = false;
        }

        if (!await IsReadyAsync(_processes[^1], cancellationToken))
        {
            await StartAsync(cancellationToken);
        }
    }

    /// <summary>Ends it as a power cut does.</summary>
    public Task KillAsync(CancellationToken cancellationToken)
    {
        _ready = null;
        return _processes[^1].KillAsync(cancellationToken);
    }

    /// <summary>Tells it to stop, as a deployment does, and waits for its end.</summary>
    /// <returns>False where it did not end in time, and was killed.</returns>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        _ready = null;
        try
        {
            await _processes[^1].StopAsync(cancellationToken);
            return true;
        }
        catch (MeasureException)
        {
            await _processes[^1].KillAsync(cancellationToken);
            return false;
        }
    }

    /// <returns>False where it has ended instead.</returns>
    private async Task<bool> IsReadyAsync(HostProcess process, CancellationToken cancellationToken)
    {
        while (!process.HasEnded)
        {
            try
            {
                await process.ReadyAsync(cancellationToken);
                _ready = process.Client;
                return true;
            }
            catch (Exception fault) when (fault is MeasureException or HttpRequestException or SocketException && !cancellationToken.IsCancellationRequested)
            {
                // It was killed on its way up, or could not start without the storage, or the machine is slow; who supervises services starts what has ended again, and lets the others come.
                await Task.Delay(AfterFailedStart, cancellationToken);
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }
}
