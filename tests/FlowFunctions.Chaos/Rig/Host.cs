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

    private readonly List<HostProcess> _processes = [];
    private volatile HttpClient? _ready;
    private volatile bool _isFrozen;

    public int Number => number;

    /// <summary>Calls it; null while it is not ready.</summary>
    public HttpClient? Ready => _ready;

    /// <summary>Whether it stands still; nothing else can befall it then.</summary>
    public bool IsFrozen => _isFrozen;

    /// <summary>Starts it and returns when it is ready, however many starts that takes.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        bool isReady;
        do
        {
            var process = HostProcess.Start(plan with { Log = Path.Combine(plan.WorkingDirectory, $"{_processes.Count + 1}.log") });
            _processes.Add(process);
            isReady = await IsReadyAsync(process, cancellationToken);
        }
        while (!isReady);
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
    /// <returns>False where it had ended by itself.</returns>
    public async Task<bool> KillAsync(CancellationToken cancellationToken)
    {
        _ready = null;
        var runs = !_processes[^1].HasEnded;
        await _processes[^1].KillAsync(cancellationToken);
        return runs;
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
