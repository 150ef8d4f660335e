using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Simulator;

/// <summary>
/// The Anaplan of the demo: a program that answers Anaplan's bulk API and keeps a model in memory, started and ready to be called, as a process of its own. It knows
/// nothing of the app or of this tool.
/// </summary>
internal sealed class AnaplanSimulator : IAsyncDisposable
{
    /// <summary>The user of the simulator's sample model.</summary>
    public const string UserName = "planner@example.com";
    public const string Password = "planner";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    /// <summary>Of each task of the model at speed 1: long enough to be watched, and for another step to wait for its turn.</summary>
    private static readonly TimeSpan TaskDuration = TimeSpan.FromSeconds(1.5);

    private readonly ProcessLog _log;
    private readonly ChildProcess _process;

    private AnaplanSimulator(ProcessLog log, ChildProcess process)
    {
        _log = log;
        _process = process;
    }

    /// <summary>The base address of the API and of authentication, without a slash at its end.</summary>
    public string Address => _process.Address ?? throw new InvalidOperationException("The simulator is not ready.");

    /// <summary>Shows the model and what is asked of it, in a browser on this machine.</summary>
    public string ControlPage => $"{Address}/_control";

    /// <summary>Starts the simulator on a free port. A <paramref name="speed"/> of 2 does its tasks in half the time.</summary>
    public static async Task<AnaplanSimulator> StartAsync(double speed, IDemoView view, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = ProcessLog.Create(Path.Combine(".flows", "demo-anaplan.log"));
        try
        {
            var simulator = Launch(speed, log, time);
            try
            {
                var ready = simulator._process.WaitUntilReadyAsync(_ => Task.FromResult(true), StartPatience, cancellationToken);
                await view.WaitAsync(() => "Starting a simulated Anaplan", ready, cancellationToken);
                return simulator;
            }
            catch
            {
                await simulator._process.DisposeAsync();
                throw;
            }
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Does <paramref name="work"/>; when the simulator ends before it, that is the failure.</summary>
    public Task<T> WhileItRunsAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) => _process.WhileItRunsAsync(work, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _log.Dispose();
    }

    private static AnaplanSimulator Launch(double speed, ProcessLog log, TimeProvider time)
    {
        var command = CarriedProgram.Command(
            "simulator", "AnaplanSimulator.dll", "--urls", "http://127.0.0.1:0", "--duration", (TaskDuration / speed).ToString("c"), "--stop-with-standard-input", "true");
        var process = ChildProcess.Start("The Anaplan simulator", command, log, time);
        return new AnaplanSimulator(log, process);
    }
}
