using System.Runtime.InteropServices;

namespace FlowFunctions.Cli.App;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a cancelled token, so that what was started is stopped in order;
/// a second one ends the tool at once, and the app with it.
/// </summary>
internal sealed class Termination : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _quit;

    public Termination()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Request(context, 130));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Request(context, 143));
        _quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => Request(context, 131));
    }

    public CancellationToken Requested => _requested.Token;

    /// <summary>128 + the signal, as shells report it.</summary>
    public int ExitCode { get; private set; } = 130;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _quit.Dispose();
        _requested.Dispose();
    }

    private void Request(PosixSignalContext context, int exitCode)
    {
        if (_requested.IsCancellationRequested)
            return;
        context.Cancel = true;
        ExitCode = exitCode;
        _requested.Cancel();
    }
}
